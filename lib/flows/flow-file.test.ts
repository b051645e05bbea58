import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { adoptDefinition, maxFileBytes, parseFlowFile, refuseLargeFile } from './flow-file'
import { blankDefinition, newNode } from './new-flow'
import type { FlowDefinition } from './schema'

const start = { id: 'start', type: 'start', position: { x: 0, y: 0 }, data: { key: 'start', label: 'Start' } }

function refusalOf(run: () => unknown): unknown {
  try {
    run()
    return 'nothing was refused'
  } catch (error) {
    return error
  }
}

/** A start, and a call of each endpoint. */
function flowCalling(endpointIds: (string | null)[]): FlowDefinition {
  const blank = blankDefinition()
  const calls = endpointIds.map((endpointId, index) => {
    const call = newNode('apiCall', { x: 320 * (index + 1), y: 0 }, [])
    return { ...call, data: { ...call.data, key: `call_${index}`, label: `Call ${index}`, endpointId } }
  })
  return { ...blank, nodes: [...blank.nodes, ...calls] }
}

describe('parseFlowFile', () => {
  test('reads what Export writes', () => {
    const exported = { name: 'Orders', description: 'Finds them', definition: flowCalling(['e1']) }
    expect(parseFlowFile(JSON.stringify(exported, null, 2))).toEqual(exported)
  })

  test('drops what the canvas only remembers for itself', () => {
    const definition = { nodes: [{ ...start, selected: true, measured: { width: 1 } }], edges: [] }
    const { nodes } = parseFlowFile(JSON.stringify({ name: 'Orders', definition })).definition
    expect(nodes).toEqual([{ ...start, data: { ...start.data, inputs: [] } }])
  })

  test('says why a text is not JSON', () => {
    expect(refusalOf(() => parseFlowFile('{"name": '))).toMatchObject({
      message: 'This file is not JSON.',
      fieldErrors: [{ path: '', message: expect.stringMatching(/JSON/) }],
    })
  })

  test('says what is wrong and where', () => {
    const node = { ...start, data: { ...start.data, key: 'Not a key' } }
    const file = { name: '', surprise: 1, definition: { nodes: [node, start], edges: [] } }
    expect(refusalOf(() => parseFlowFile(JSON.stringify(file)))).toMatchObject({
      code: 'invalid_input',
      fieldErrors: expect.arrayContaining([
        { path: 'name', message: 'Enter a name.' },
        { path: 'surprise', message: 'There is no such field.' },
        { path: 'definition.nodes.0.data.key', message: expect.stringContaining('lower-case') },
      ]),
    })
  })

  test.each(['null', '[]', '"flow"', '{"name": "Orders"}'])('refuses %s', (text) => {
    expect(refusalOf(() => parseFlowFile(text))).toMatchObject({
      message: 'This file doesn’t hold a flow as Sluice exports it.',
    })
  })

  test('refuses what could not be sent, and nesting that nobody can walk', () => {
    const output = (value: unknown) => {
      const end = { ...start, id: 'end', type: 'end', data: { key: 'end', label: 'End', output: { value } } }
      return JSON.stringify({ name: 'Large', definition: { nodes: [end], edges: [] } })
    }
    expect(refusalOf(() => parseFlowFile(output('é'.repeat(500_000))))).toMatchObject({
      code: 'payload_too_large',
    })
    expect(parseFlowFile(output('e'.repeat(500_000))).name).toBe('Large')
    const deep = Array.from({ length: 200 }).reduce<unknown>((inner) => [inner], 1)
    expect(refusalOf(() => parseFlowFile(output(deep)))).toMatchObject({
      fieldErrors: [{ path: '', message: 'The input is nested too deeply.' }],
    })
  })

  test('never fails in another way, whatever the file holds', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(refusalOf(() => parseFlowFile(text))).toMatchObject({ code: 'invalid_input' })
      }),
    )
  })
})

test('a large file is refused before it is read', () => {
  expect(() => refuseLargeFile(maxFileBytes)).not.toThrow()
  expect(() => refuseLargeFile(maxFileBytes + 1)).toThrow('larger than 4 MB')
})

describe('adoptDefinition', () => {
  const here = [
    { id: 'here', name: 'Orders API', defaultHeaders: [], authentication: { type: 'none' as const } },
  ]

  test('keeps the endpoints that are here, and names the calls of others', () => {
    const flow = flowCalling(['here', 'elsewhere', null])
    const [begin, kept, stranger, open] = flow.nodes
    const adopted = adoptDefinition(flow, here)
    expect(adopted.withoutEndpoint).toEqual(['Call 1'])
    expect(adopted.definition).toEqual({
      ...flow,
      nodes: [begin, kept, { ...stranger, data: { ...stranger?.data, endpointId: null } }, open],
    })
    const missing = adopted.problems.filter(({ code }) => code === 'endpoint_missing')
    expect(missing.map(({ nodeId }) => nodeId)).toEqual([stranger?.id, open?.id])
  })

  test('leaves nothing that points outside, and is content with its own work', () => {
    const ids = fc.array(fc.option(fc.constantFrom('here', 'there', 'nowhere')), { maxLength: 6 })
    fc.assert(
      fc.property(ids, (endpointIds) => {
        const once = adoptDefinition(flowCalling(endpointIds), here)
        expect(once.problems.some(({ code }) => code === 'endpoint_deleted')).toBe(false)
        const twice = adoptDefinition(once.definition, here)
        expect(twice).toEqual({ ...once, withoutEndpoint: [] })
      }),
    )
  })
})
