import { type FlowDefinition, flowDefinitionSchema } from '@/lib/flows/schema'

type NodeInput = { id: string; type: string; data: Record<string, unknown> }
/** `n1.success -> n2` */
type EdgeText = `${string}.${string} -> ${string}`

/** A definition written short: keys and labels default to the ids, positions don't matter. */
export function definition(nodes: NodeInput[], edges: EdgeText[]): FlowDefinition {
  return flowDefinitionSchema.parse({
    nodes: nodes.map(({ id, type, data }) => ({
      id,
      type,
      position: { x: 0, y: 0 },
      data: { key: id.toLowerCase(), label: id, ...data },
    })),
    edges: edges.map((text) => {
      const [source = '', sourceHandle = '', target = ''] = text.split(/ -> |\./)
      return { id: text, source, sourceHandle, target }
    }),
  })
}

/** Start, one API Call, and an End behind each of its outputs. */
export function callFlow(
  endpointId: string | null,
  call: Record<string, unknown> = {},
  { inputs = [] }: { inputs?: { name: string; type: string; required: boolean }[] } = {},
): FlowDefinition {
  return definition(
    [
      { id: 'start', type: 'start', data: { inputs } },
      { id: 'call', type: 'apiCall', data: { endpointId, path: '/', ...call } },
      { id: 'done', type: 'end', data: { output: { body: '{{ steps.call.body }}' } } },
      {
        id: 'failed',
        type: 'end',
        data: {
          failed: true,
          output: { code: '{{ steps.call.error.code }}', status: '{{ steps.call.status }}' },
        },
      },
    ],
    ['start.next -> call', 'call.success -> done', 'call.error -> failed'],
  )
}
