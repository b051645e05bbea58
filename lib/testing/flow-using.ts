import { randomBytes } from 'node:crypto'
import { type CreateFlowInput, createFlowSchema } from '@/lib/flows/schema'

/** The input of a flow with one API Call, “Get customer”, through an endpoint. */
export function flowUsing(endpointId: string): CreateFlowInput {
  const at = (x: number) => ({ position: { x, y: 0 } })
  return createFlowSchema.parse({
    name: `Flow ${randomBytes(6).toString('hex')}`,
    definition: {
      nodes: [
        { id: 'start', type: 'start', ...at(0), data: { key: 'start', label: 'Start' } },
        {
          id: 'call',
          type: 'apiCall',
          ...at(260),
          data: { key: 'get_customer', label: 'Get customer', endpointId, method: 'GET', path: '/customers' },
        },
        { id: 'end', type: 'end', ...at(520), data: { key: 'done', label: 'Done' } },
      ],
      edges: [
        { id: 'e1', source: 'start', sourceHandle: 'next', target: 'call' },
        { id: 'e2', source: 'call', sourceHandle: 'success', target: 'end' },
      ],
    },
  })
}
