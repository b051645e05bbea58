import { describe, expect, it } from 'vitest'
import { blankDefinition, newNode } from './new-flow'
import { blockingProblems, findProblems } from './problems'
import { flowDefinitionSchema, nodeTypes } from './schema'
import { callFlow, definition } from './testing/definitions'

const endpointId = '01890000-0000-7000-8000-000000000001'
const endpoint = {
  id: endpointId,
  name: 'Billing',
  authentication: { type: 'bearer' as const },
  defaultHeaders: [
    { name: 'X-Tenant', secret: true },
    { name: 'X-Version', secret: false },
  ],
}
const facts = { endpoints: [endpoint] }

function codes(given: ReturnType<typeof definition>) {
  return findProblems(given, facts).map(({ code, nodeId, field }) => ({ code, nodeId, field }))
}

const start = {
  id: 'start',
  type: 'start',
  data: { inputs: [{ name: 'email', type: 'string', required: true }] },
}

describe('findProblems', () => {
  it('finds nothing wrong with a flow that can run', () => {
    const given = callFlow(
      endpointId,
      {
        path: '/users/{{ input.email }}',
        successStatuses: '200-299, 404',
        headers: [{ name: 'X-Run', value: '{{ run.id }}' }],
      },
      { inputs: [{ name: 'email', type: 'string', required: true }] },
    )
    expect(findProblems(given, facts)).toEqual([])
    expect(findProblems(blankDefinition(), facts)).toEqual([])
  })

  it('wants exactly one start step', () => {
    expect(codes(definition([], []))).toEqual([{ code: 'no_start', nodeId: null, field: null }])
    const two = definition([start, { id: 'again', type: 'start', data: {} }], [])
    expect(codes(two)).toContainEqual({ code: 'several_starts', nodeId: 'again', field: null })
  })

  it('keeps a step of an unknown type and says that it doesn’t know it', () => {
    const given = definition(
      [start, { id: 'x', type: 'teleport', data: { anything: [1] } }],
      ['start.next -> x'],
    )
    expect(given.nodes[1]).toMatchObject({ type: 'teleport', data: { anything: [1] } })
    expect(codes(given)).toEqual([{ code: 'unknown_type', nodeId: 'x', field: null }])
  })

  it('wants an endpoint that is there', () => {
    expect(codes(callFlow(null))).toEqual([{ code: 'endpoint_missing', nodeId: 'call', field: 'endpointId' }])
    expect(codes(callFlow('01890000-0000-7000-8000-00000000dead'))).toEqual([
      { code: 'endpoint_deleted', nodeId: 'call', field: 'endpointId' },
    ])
    expect(findProblems(callFlow('anything'), { endpoints: null })).toEqual([])
  })

  it.each([
    ['authorization', '“authorization” is sent by the authentication of Billing.'],
    ['X-TENANT', '“X-TENANT” is a secret of Billing and can’t be overridden.'],
    ['X-Version', null],
    ['X-Api-Key', null],
  ])('judges the header %s by the endpoint: %s', (name, message) => {
    const headers = [
      { name: 'X-Run', value: '1' },
      { name, value: 'mine' },
    ]
    const given = callFlow(endpointId, { headers, retry: { attempts: 2, idempotencyHeader: name } })
    const problem = { code: 'invalid_field', severity: 'error', message, nodeId: 'call' }
    const expected = ['headers.1.name', 'retry.idempotencyHeader'].map((field) => ({ ...problem, field }))
    expect(findProblems(given, facts)).toEqual(message === null ? [] : expected)
    // Switched off it is not sent, and without authentication the name is free.
    expect(
      findProblems(callFlow(endpointId, { headers: [{ name, value: 'mine', enabled: false }] }), facts),
    ).toEqual([])
    const open = { ...endpoint, authentication: { type: 'none' as const }, defaultHeaders: [] }
    expect(findProblems(given, { endpoints: [open] })).toEqual([])
  })

  it('finds loops, doubled outputs and edges to nowhere', () => {
    const given = definition(
      [start, { id: 'a', type: 'setVariables', data: {} }, { id: 'b', type: 'setVariables', data: {} }],
      [
        'start.next -> a',
        'a.next -> b',
        'b.next -> a',
        'start.next -> b',
        'a.sideways -> b',
        'b.next -> gone',
      ],
    )
    expect(codes(given)).toEqual([
      { code: 'two_edges_from_output', nodeId: 'start', field: null },
      { code: 'dangling_edge', nodeId: 'a', field: null },
      { code: 'cycle', nodeId: 'a', field: null },
      { code: 'dangling_edge', nodeId: 'b', field: null },
      { code: 'cycle', nodeId: 'b', field: null },
    ])
  })

  it.each([-1, 3600.5, 1e9, null])('keeps a delay of %s s and says how long one may be', (seconds) => {
    const given = definition([start, { id: 'd', type: 'delay', data: { seconds } }], ['start.next -> d'])
    expect(given.nodes[1]?.data).toMatchObject({ seconds })
    expect(findProblems(given, facts)).toEqual([
      {
        code: 'invalid_field',
        severity: 'error',
        message: 'Enter 0 to 3600 seconds.',
        nodeId: 'd',
        field: 'seconds',
      },
    ])
  })

  it.each([0, 0.25, 3600])('lets a delay of %s s pass', (seconds) => {
    const given = definition([start, { id: 'd', type: 'delay', data: { seconds } }], ['start.next -> d'])
    expect(findProblems(given, facts)).toEqual([])
  })

  it('finds a key that two steps have', () => {
    const given = definition([start, { id: 'a', type: 'end', data: { key: 'start' } }], ['start.next -> a'])
    expect(codes(given)).toEqual([{ code: 'duplicate_key', nodeId: 'a', field: 'key' }])
  })

  it('warns of steps that nothing leads to, without stopping the flow', () => {
    const problems = findProblems(definition([start, { id: 'a', type: 'end', data: {} }], []), facts)
    expect(problems).toMatchObject([{ code: 'unreachable', severity: 'warning', nodeId: 'a' }])
    expect(blockingProblems(problems)).toEqual([])
  })

  it('only warns of references in a step that never runs', () => {
    const lost = { id: 'lost', type: 'end', data: { output: { why: '{{ steps.nobody.body }}' } } } as const
    const problems = findProblems(definition([start, lost], []), facts)
    expect(problems.map(({ code }) => code).sort()).toEqual(['unknown_reference', 'unreachable'])
    expect(blockingProblems(problems)).toEqual([])
  })

  it.each([
    ['{{ input.emial }}', 'The start step declares no input “emial”. Did you mean “email”?', 'warning'],
    ['{{ steps.cal.body }}', 'There is no step “cal”. Did you mean “call”?', 'error'],
    ['{{ steps.call.bdy }}', '“call” has no field “bdy”. Did you mean “body”?', 'error'],
    ['{{ steps.later.body }}', '“later” doesn’t run before this step.', 'error'],
    ['{{ vars.x }}', 'No step sets the variable “x”.', 'error'],
    ['{{ run.startdAt }}', 'The run has no field “startdAt”. Did you mean “startedAt”?', 'error'],
    ['{{ step.call.body }}', 'There is no “step”. Did you mean “steps”?', 'error'],
  ])('says of %s: %s', (text, message, severity) => {
    const given = definition(
      [
        start,
        { id: 'call', type: 'apiCall', data: { endpointId } },
        { id: 'use', type: 'condition', data: { rows: [{ left: text, operator: 'isTrue' }] } },
        { id: 'later', type: 'apiCall', data: { endpointId } },
      ],
      ['start.next -> call', 'call.success -> use', 'use.true -> later'],
    )
    expect(findProblems(given, facts)).toEqual([
      { code: 'unknown_reference', severity, message, nodeId: 'use', field: 'rows.0.left' },
    ])
  })

  it('lets through what is set and run before', () => {
    const given = definition(
      [
        start,
        { id: 'set', type: 'setVariables', data: { variables: [{ name: 'x', value: '{{ input.email }}' }] } },
        { id: 'call', type: 'apiCall', data: { endpointId, path: '/{{ vars.x }}' } },
        {
          id: 'end',
          type: 'end',
          data: { output: { a: '{{ steps.call.body.deep.0 }}', b: '{{ vars.y | default: steps.set.x }}' } },
        },
      ],
      ['start.next -> set', 'set.next -> call', 'call.error -> end'],
    )
    expect(findProblems(given, facts)).toEqual([])
  })

  it.each([
    [{ path: 'https://elsewhere.example/' }, 'path', 'invalid_field'],
    [{ path: '/a/../b' }, 'path', 'invalid_field'],
    [{ path: '/{{ input.email' }, 'path', 'invalid_template'],
    [{ successStatuses: '2xx' }, 'successStatuses', 'invalid_field'],
    [{ headers: [{ name: 'Host', value: 'x' }] }, 'headers.0.name', 'invalid_field'],
    [{ headers: [{ name: 'X-A', value: 'a\nb' }] }, 'headers.0.value', 'invalid_field'],
    [
      {
        headers: [
          { name: 'X-A', value: '' },
          { name: 'x-a', value: '' },
        ],
      },
      'headers.1.name',
      'invalid_field',
    ],
    [{ query: [{ name: '', value: 'x' }] }, 'query.0.name', 'invalid_field'],
    [{ body: { type: 'json', content: '{"a": {{ input.email }}}' } }, 'body.content', 'invalid_template'],
    [
      { body: { type: 'json', content: '{"a": "{{ input.email | nope }}"}' } },
      'body.content',
      'invalid_template',
    ],
  ])('finds the bad field in %j', (call, field, code) => {
    const given = callFlow(endpointId, call, { inputs: [{ name: 'email', type: 'string', required: true }] })
    expect(codes(given)).toEqual([{ code, nodeId: 'call', field }])
  })

  it.each(['', '1st', 'two words', '__proto__'])('refuses “%s” as the name of an input', (name) => {
    const inputs = [{ name, type: 'string', required: true }]
    expect(codes(callFlow(endpointId, {}, { inputs }))).toEqual([
      { code: 'invalid_field', nodeId: 'start', field: 'inputs.0.name' },
    ])
  })

  it('takes no notice of rows that are switched off', () => {
    const off = { name: '', value: '{{ nope }}', enabled: false }
    expect(findProblems(callFlow(endpointId, { query: [off], headers: [off] }), facts)).toEqual([])
  })

  it('manages a flow of thousands of steps', () => {
    const length = 3_000
    const steps = Array.from({ length }, (_, index) => ({
      id: `s${index}`,
      type: 'setVariables',
      data: { variables: [{ name: `v${index}`, value: index ? `{{ vars.v${index - 1} }}` : '1' }] },
    }))
    const edges = steps.slice(1).map(({ id }, index) => `s${index}.next -> ${id}` as const)
    const given = definition([start, ...steps], ['start.next -> s0', ...edges])
    expect(findProblems(given, facts)).toEqual([])
  })
})

describe('newNode', () => {
  it.each(nodeTypes)('makes a well-formed %s with a key of its own', (type) => {
    const first = newNode(type, { x: 1, y: 2 }, [])
    const second = newNode(type, { x: 1, y: 2 }, [first.data.key])
    expect(flowDefinitionSchema.parse({ nodes: [first, second], edges: [] }).nodes).toEqual([first, second])
    expect(second.data.key).toBe(`${first.data.key}_2`)
    expect(second.data.label).toBe(`${first.data.label} 2`)
  })
})
