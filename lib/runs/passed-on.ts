import { type FlowDefinition, isKnownNode } from '@/lib/flows/schema'
import type { RunEntry } from './schema'

export type Results = Pick<RunEntry['pinned'], 'steps' | 'vars'>
type Nodes = Pick<FlowDefinition, 'nodes'>

/**
 * Of what a run was told of the steps before it, what another run came to, and a later one may build on; under
 * the keys that the steps have now.
 */
export function passedOn(entry: RunEntry | null, flow: Nodes): Results {
  return toldTo(entry, flow, false)
}

/** What came with the request for a run, to ask for the same again. */
export function givenTo(entry: RunEntry, flow: Nodes): Results {
  return toldTo(entry, flow, true)
}

function toldTo(entry: RunEntry | null, { nodes }: Nodes, given: boolean): Results {
  if (!entry) return { steps: {}, vars: {} }
  const { pinned } = entry
  const keys = new Map(nodes.filter(isKnownNode).map(({ id, data }) => [id, data.key]))
  const isWanted = (path: string) => pinned.given.includes(path) === given
  const steps = Object.entries(pinned.steps).flatMap(([key, result]): [string, unknown][] => {
    const now = keys.get(pinned.nodeIds[key] ?? '')
    return now !== undefined && isWanted(`steps.${key}`) ? [[now, result]] : []
  })
  const vars = Object.entries(pinned.vars).filter(([name]) => isWanted(`vars.${name}`))
  return { steps: Object.fromEntries(steps), vars: Object.fromEntries(vars) }
}
