import { expect, test } from 'vitest'
import { sampleResponse, sampleRun, sampleStep } from '@/components/runs/testing/sample-run'
import { availableReferences } from '@/lib/flows/references'
import type { FlowDefinition } from '@/lib/flows/schema'
import { runValues } from './run-values'
import { buildSuggestions, matchSuggestions } from './suggestions'

const position = { x: 0, y: 0 }
const definition: FlowDefinition = {
  nodes: [
    {
      id: 'start',
      type: 'start',
      position,
      data: {
        key: 'start',
        label: 'Start',
        inputs: [{ name: 'userId', type: 'string', required: true, sample: 'u_sample' }],
      },
    },
    {
      id: 'n1',
      type: 'apiCall',
      position,
      data: { key: 'get_user', label: 'Get user', endpointId: null, method: 'GET', path: '' },
    },
    {
      id: 'n2',
      type: 'setVariables',
      position,
      data: { key: 'set', label: 'Keep', variables: [{ name: 'total', value: '3' }] },
    },
    { id: 'end', type: 'end', position, data: { key: 'end', label: 'End', output: {} } },
  ],
  edges: [
    { id: 'e1', source: 'start', sourceHandle: 'next', target: 'n1' },
    { id: 'e2', source: 'n1', sourceHandle: 'success', target: 'n2' },
    { id: 'e3', source: 'n2', sourceHandle: 'next', target: 'end' },
  ],
}
const run = sampleRun({
  input: { userId: 'u_1' },
  steps: [
    sampleStep({
      nodeId: 'n1',
      // The step was called something else when the run was made.
      key: 'fetch_user',
      result: { status: 'success', statusCode: 200 },
      response: sampleResponse({ body: '{"email":"a@example.com","orders":[{"id":1},{"id":2}]}' }),
    }),
    sampleStep({ nodeId: 'n2', type: 'setVariables', result: { total: 3 } }, { position: 1 }),
  ],
})
const available = availableReferences(definition, 'end')

test('values of a run stand under the keys that the steps have now', () => {
  expect(runValues(definition, run)).toMatchObject({
    input: { userId: 'u_1' },
    vars: { total: 3 },
    steps: { get_user: { statusCode: 200, body: { email: 'a@example.com' } } },
  })
})

test('samples stand in for inputs while nothing has run', () => {
  expect(runValues(definition, null)).toMatchObject({ input: { userId: 'u_sample' }, steps: {}, vars: {} })
})

test('what a run of one step was told stands beside what it came to', () => {
  const part = sampleRun({
    entry: {
      step: 'set',
      nodeId: 'n2',
      only: true,
      pinned: {
        steps: { fetch_user: { body: { email: 'came' } }, other: { body: 'given' }, gone: 1 },
        vars: { total: 1, kind: 'new' },
        nodeIds: { fetch_user: 'n1', other: 'n2', gone: 'n9' },
        given: ['steps.other'],
      },
    },
    steps: [sampleStep({ nodeId: 'n2', type: 'setVariables', result: { total: 4 } })],
  })
  expect(Object.keys(runValues(definition, part).steps)).toEqual(['get_user', 'set'])
  expect(runValues(definition, part)).toMatchObject({
    vars: { total: 4, kind: 'new' },
    steps: { get_user: { body: { email: 'came' } } },
  })
})

test('a sample stands for what an API Call answers, and for nothing else', () => {
  const samples = { n1: { email: 'sample' }, n2: { total: 9 }, gone: 1 }
  const { steps, vars } = runValues(definition, run, samples)
  expect(steps).toMatchObject({ get_user: { status: 'success', body: { email: 'sample' } } })
  expect(vars).toEqual({ total: 3 })
  expect(Object.keys(runValues(definition, null, samples).steps)).toEqual(['get_user'])
})

test('a body that was cut for storage is not read as JSON', () => {
  const cut = sampleRun({
    steps: [
      sampleStep({
        nodeId: 'n1',
        result: { status: 'success' },
        response: sampleResponse({ body: '{"a":1}', truncated: true }),
      }),
    ],
  })
  expect(runValues(definition, cut).steps.get_user).toMatchObject({ body: '{"a":1}' })
})

test('suggests what a run showed, one entry of a list for all', () => {
  const suggestions = buildSuggestions(available, runValues(definition, run))
  expect(suggestions).toContainEqual({
    reference: 'steps.get_user.body.email',
    type: 'text',
    source: 'Get user',
    sample: 'a@example.com',
  })
  const references = suggestions.map(({ reference }) => reference)
  expect(references).toContain('steps.get_user.body.orders[0].id')
  expect(references).not.toContain('steps.get_user.body.orders[1].id')
})

test('puts what begins as typed before what only holds it', () => {
  const suggestions = buildSuggestions(available, runValues(definition, run))
  const found = (typed: string) => matchSuggestions(suggestions, typed).map(({ reference }) => reference)
  expect(found('input.')[0]).toBe('input.userId')
  expect(found('ema')[0]).toBe('steps.get_user.body.email')
  expect(found('USER')).toContain('input.userId')
  expect(found('nothing like it')).toEqual([])
})
