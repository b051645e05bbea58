import type { FlowDefinition } from '@/lib/flows/schema'

/** A flow as the REST API takes it. */
export type FlowDraft = { name: string; definition: { nodes: object[]; edges: FlowDefinition['edges'] } }

/**
 * One line of steps: the start, `calls` API Calls for an order, `steps` steps that call nothing (they set
 * variables and compare them, by turns), and an end that answers with the order.
 */
export function orderFlow(endpointId: string, { calls = 1, steps = 0 } = {}): FlowDraft {
  const nodes = [
    {
      ...{ id: 'start', type: 'start', position: at(0) },
      data: {
        ...{ key: 'start', label: 'Start' },
        inputs: [{ name: 'orderId', type: 'string', required: true, sample: 'ord_1' }],
      },
    },
    ...Array.from({ length: calls }, (_, index) => callOf(endpointId, index)),
    ...Array.from({ length: steps }, (_, index) =>
      index % 2 === 0 ? variablesOf(index) : conditionOf(index),
    ),
    {
      ...{ id: 'done', type: 'end', position: at(2_000) },
      data: { key: 'done', label: 'Done', output: { order: '{{ steps.get_order_0.body }}' } },
    },
  ]
  const edges = nodes.slice(1).map((node, index) => ({
    id: `e${index}`,
    source: nodes[index]?.id ?? '',
    sourceHandle: outputs[nodes[index]?.type ?? ''] ?? 'next',
    target: node.id,
  }))
  return { name: `${calls} calls, ${steps} steps`, definition: { nodes, edges } }
}

const outputs: Record<string, string> = { apiCall: 'success', condition: 'true' }

const at = (x: number) => ({ x, y: 0 })

function callOf(endpointId: string, index: number) {
  return {
    ...{ id: `call_${index}`, type: 'apiCall', position: at(260 + index) },
    data: {
      ...{ key: `get_order_${index}`, label: `Get order ${index}`, endpointId, method: 'GET' },
      path: '/orders/{{ input.orderId }}',
    },
  }
}

function variablesOf(index: number) {
  return {
    ...{ id: `step_${index}`, type: 'setVariables', position: at(600 + index) },
    data: {
      ...{ key: `set_${index}`, label: `Set ${index}` },
      variables: [{ name: 'order', value: '{{ input.orderId }}' }],
    },
  }
}

function conditionOf(index: number) {
  return {
    ...{ id: `step_${index}`, type: 'condition', position: at(600 + index) },
    data: {
      ...{ key: `check_${index}`, label: `Check ${index}` },
      rows: [{ left: '{{ vars.order }}', operator: 'equals', right: '{{ input.orderId }}' }],
    },
  }
}
