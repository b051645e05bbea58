import { downstreamOf } from './graph'
import { nodeReferences } from './node-references'
import { type FlowDefinition, isKnownNode } from './schema'

/**
 * The keys of the steps whose results a run can look at that begins at this one.
 * @param only the run ends with it
 * @returns with `null` among them, it can be any: a template works the name out
 */
export function referredSteps(definition: FlowDefinition, nodeId: string, only: boolean): Set<string | null> {
  const part = only ? new Set<string>() : downstreamOf(definition, nodeId)
  part.add(nodeId)
  const paths = definition.nodes
    .filter(isKnownNode)
    .filter(({ id }) => part.has(id))
    .flatMap(nodeReferences)
    .map(({ reference }) => reference.path)
  return new Set(paths.filter(([root]) => root === 'steps').map(([, key]) => key ?? null))
}
