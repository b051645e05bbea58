import { type FlowDefinition, isKnownNode } from './schema'

type Nodes = FlowDefinition['nodes']

/**
 * Steps from elsewhere, for an organization with these endpoints: an id that isn't among them means nothing
 * here, so its API Calls are to be given an endpoint.
 * @returns the steps, and the names of those that have no endpoint now
 */
export function adoptEndpoints(
  nodes: Nodes,
  endpointIds: ReadonlySet<string>,
): { nodes: Nodes; withoutEndpoint: string[] } {
  const withoutEndpoint: string[] = []
  const adopted = nodes.map((node) => {
    if (!isKnownNode(node) || node.type !== 'apiCall') return node
    if (node.data.endpointId === null || endpointIds.has(node.data.endpointId)) return node
    withoutEndpoint.push(node.data.label)
    return { ...node, data: { ...node.data, endpointId: null } }
  })
  return { nodes: adopted, withoutEndpoint }
}
