import type { RunEntry } from './schema'

export type Results = Pick<RunEntry['pinned'], 'steps' | 'vars'>

/** Of what a run was told of the steps before it, what another run came to, and a later one may build on. */
export function passedOn(entry: RunEntry | null): Results {
  if (!entry) return { steps: {}, vars: {} }
  const { steps, vars, given } = entry.pinned
  return {
    steps: Object.fromEntries(Object.entries(steps).filter(([key]) => !given.includes(key))),
    vars: { ...vars },
  }
}
