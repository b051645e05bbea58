import { describe, expect, it } from 'vitest'
import { callFlow, definition } from '@/lib/flows/testing/definitions'
import { answer, noAnswer, runFlow, someTiming, testEndpoint } from './testing/run-flow'

const start = {
  id: 'start',
  type: 'start',
  data: { inputs: [{ name: 'n', type: 'number', required: false }] },
}

describe('walking a flow', () => {
  it('takes the success output, and gives later steps the whole result', async () => {
    const { outcome, finished, record } = await runFlow(callFlow('e1'), {
      outcomes: [answer(201, '{"id":7}', { 'content-type': 'application/json', 'x-a': 'b' })],
    })
    expect(outcome).toEqual({ status: 'succeeded', output: { body: { id: 7 } }, error: null })
    expect(finished.map(({ nodeId, status }) => [nodeId, status])).toEqual([
      ['start', 'succeeded'],
      ['call', 'succeeded'],
      ['done', 'succeeded'],
    ])
    expect(record('call')).toMatchObject({
      output: 'success',
      endpoint: { id: 'e1', name: 'Test API', version: 3, baseUrl: 'https://api.example.com/v1' },
      result: { status: 'success', statusCode: 201, headers: { 'x-a': 'b' }, error: null, attempts: 1 },
      timing: someTiming,
    })
    expect(record('call').result).not.toHaveProperty('body')
  })

  it('takes the error output with status, headers and body of the answer kept', async () => {
    const given = definition(
      [
        start,
        { id: 'call', type: 'apiCall', data: { endpointId: 'e1' } },
        { id: 'end', type: 'end', data: { output: { all: '{{ steps.call }}' } } },
      ],
      ['start.next -> call', 'call.error -> end'],
    )
    const { outcome } = await runFlow(given, { outcomes: [answer(500, '{"oops":true}')] })
    expect(outcome.status).toBe('succeeded')
    expect(outcome.output).toEqual({
      all: {
        status: 'failure',
        statusCode: 500,
        headers: { 'content-type': 'application/json' },
        body: { oops: true },
        error: {
          code: 'http_status',
          phase: 'response',
          message: 'The API answered with status 500.',
          limitSeconds: null,
          elapsedMs: 15,
        },
        timing: someTiming,
        attempts: 1,
      },
    })
  })

  it('gives the error output the same shape when nobody answered', async () => {
    const { outcome, record } = await runFlow(callFlow('e1'), { outcomes: [noAnswer('connect_timeout')] })
    expect(outcome).toMatchObject({
      status: 'failed',
      error: { code: 'failed_end', nodeId: 'failed' },
      output: { code: 'connect_timeout', status: 'failure' },
    })
    expect(record('call').result).toEqual({
      status: 'failure',
      statusCode: null,
      headers: null,
      error: {
        code: 'connect_timeout',
        phase: null,
        message: 'No answer.',
        limitSeconds: 1.5,
        elapsedMs: 1502,
      },
      timing: someTiming,
      attempts: 1,
    })
  })

  it('fails at the step when nothing is connected to its error output', async () => {
    const given = definition(
      [start, { id: 'call', type: 'apiCall', data: { endpointId: 'e1' } }],
      ['start.next -> call'],
    )
    const { outcome } = await runFlow(given, { outcomes: [answer(404, 'no', {})] })
    expect(outcome).toEqual({
      status: 'failed',
      output: null,
      error: { code: 'http_status', message: 'The API answered with status 404.', nodeId: 'call' },
    })
  })

  it('succeeds where it simply ends', async () => {
    const { outcome } = await runFlow(definition([start], []))
    expect(outcome).toEqual({ status: 'succeeded', output: null, error: null })
  })

  it('reports a call before its request leaves', async () => {
    const { reports } = await runFlow(callFlow('e1'))
    expect(reports.map(({ nodeId, status }) => `${nodeId} ${status}`)).toEqual([
      'start succeeded',
      'call running',
      'call succeeded',
      'done succeeded',
    ])
  })

  it('sets variables all at once, then decides by them', async () => {
    const given = definition(
      [
        start,
        {
          id: 'set',
          type: 'setVariables',
          data: {
            variables: [
              { name: 'n', value: '{{ input.n }}' },
              { name: '__proto__', value: 'x' },
            ],
          },
        },
        {
          id: 'if',
          type: 'condition',
          data: {
            match: 'all',
            rows: [
              { left: '{{ vars.n }}', operator: 'greaterThan', right: '5' },
              { left: '{{ steps.set.n }}', operator: 'equals', right: '{{ vars.n }}' },
            ],
          },
        },
        { id: 'yes', type: 'end', data: { output: { n: '{{ vars.n }}', held: '{{ steps.if.result }}' } } },
        { id: 'no', type: 'end', data: { output: { no: true } } },
      ],
      ['start.next -> set', 'set.next -> if', 'if.true -> yes', 'if.false -> no'],
    )
    expect((await runFlow(given, { input: { n: 6 } })).outcome.output).toEqual({ n: 6, held: true })
    expect((await runFlow(given, { input: { n: 5 } })).outcome.output).toEqual({ no: true })
    // Declared, not given: there, and empty.
    expect((await runFlow(given)).outcome.output).toEqual({ no: true })
    expect(({} as Record<string, unknown>).x).toBeUndefined()
  })

  it('waits at a delay, having said until when', async () => {
    const given = definition(
      [start, { id: 'wait', type: 'delay', data: { seconds: 300 } }],
      ['start.next -> wait'],
    )
    const { outcome, waits, reports } = await runFlow(given)
    expect(outcome.status).toBe('succeeded')
    expect(waits).toEqual([300_000])
    const ofDelay = reports.filter(({ nodeId }) => nodeId === 'wait')
    expect(ofDelay.map(({ status }) => status)).toEqual(['running', 'succeeded'])
    for (const { record } of ofDelay) {
      expect(record.input).toEqual({ seconds: 300, until: '2026-01-02T03:09:05.000Z' })
    }
  })

  it('is canceled in the middle of a delay', async () => {
    const canceling = new AbortController()
    const given = definition(
      [start, { id: 'wait', type: 'delay', data: { seconds: 300 } }, { id: 'end', type: 'end', data: {} }],
      ['start.next -> wait', 'wait.next -> end'],
    )
    const { outcome, finished } = await runFlow(given, {
      signal: canceling.signal,
      onReport: ({ nodeId }) => nodeId === 'wait' && canceling.abort(),
    })
    expect(outcome).toMatchObject({ status: 'canceled', error: { code: 'canceled', nodeId: 'wait' } })
    expect(finished.map(({ nodeId, status }) => [nodeId, status])).toEqual([
      ['start', 'succeeded'],
      ['wait', 'canceled'],
    ])
  })

  it('fails at a step whose template leads nowhere, naming field and reference', async () => {
    const given = definition(
      [start, { id: 'end', type: 'end', data: { output: { a: ['{{ input.gone }}'] } } }],
      ['start.next -> end'],
    )
    const { outcome } = await runFlow(given)
    expect(outcome).toMatchObject({
      status: 'failed',
      error: {
        code: 'invalid_template',
        nodeId: 'end',
        message: 'Output, at “a.0”: There is no value “input.gone”.',
      },
    })
  })

  it('can ask whether something that isn’t there is empty', async () => {
    const given = definition(
      [
        start,
        { id: 'if', type: 'condition', data: { rows: [{ left: '{{ input.gone }}', operator: 'isEmpty' }] } },
        { id: 'end', type: 'end', data: { output: { empty: true } } },
      ],
      ['start.next -> if', 'if.true -> end'],
    )
    expect((await runFlow(given)).outcome.output).toEqual({ empty: true })
  })

  it.each([
    ['an endpoint that is gone', callFlow('gone'), 'endpoint_deleted'],
    ['no endpoint at all', callFlow(null), 'endpoint_deleted'],
    [
      'a header with a line break',
      callFlow('e1', { headers: [{ name: 'X-A', value: '{{ input.evil }}' }] }),
      'invalid_request',
    ],
    ['a path with an empty segment', callFlow('e1', { path: '/users/{{ input.empty }}' }), 'invalid_request'],
    ['an unknown reference', callFlow('e1', { path: '/{{ input.gone }}' }), 'invalid_template'],
    ['a body that is no JSON', callFlow('e1', { body: { type: 'json', content: '{{' } }), 'invalid_template'],
  ])('sends nothing for %s, and leaves by the error output', async (_name, given, code) => {
    const { outcome, sent, record } = await runFlow(given, { input: { evil: 'a\r\nX-B: c', empty: '' } })
    expect(sent).toEqual([])
    expect(outcome.output).toEqual({ code, status: 'failure' })
    expect(record('call')).toMatchObject({ output: 'error', error: { code, phase: 'prepare' }, attempts: [] })
    expect(record('call').result).toMatchObject({ attempts: 0 })
  })

  it.each([
    ['invalid_request', 'prepare'],
    ['busy', 'prepare'],
    ['blocked', 'policy'],
  ] as const)('counts no attempt for what Sluice itself refused to send: %s', async (code, phase) => {
    const refused = noAnswer(code, { phase })
    const { record } = await runFlow(callFlow('e1'), { outcomes: [refused] })
    expect(record('call')).toMatchObject({ error: { code, phase }, attempts: [], result: { attempts: 0 } })

    const retried = callFlow('e1', { retry: { attempts: 3 } })
    const second = await runFlow(retried, { outcomes: [noAnswer('connection_failed'), refused] })
    expect(second.record('call').result).toMatchObject({ error: { code }, attempts: 1 })
    const redirected = noAnswer(code, { phase, sent: true })
    const sent = await runFlow(callFlow('e1'), { outcomes: [redirected] })
    expect(sent.record('call').result).toMatchObject({ error: { code }, attempts: 1 })
  })
})

describe('canceling', () => {
  it('ends the run as canceled, by no output', async () => {
    const stop = new AbortController()
    const { outcome, finished } = await runFlow(callFlow('e1'), {
      outcomes: [noAnswer('canceled')],
      signal: stop.signal,
      onReport: ({ status }) => status === 'running' && stop.abort(),
    })
    expect(outcome).toMatchObject({
      status: 'canceled',
      output: null,
      error: { code: 'canceled', nodeId: 'call' },
    })
    expect(finished.at(-1)).toMatchObject({ nodeId: 'call', status: 'canceled', record: { output: null } })
  })

  it.each([
    ['POST', 'interrupted', true, 'unknown_outcome'],
    ['POST', 'interrupted', false, 'canceled'],
    ['GET', 'interrupted', true, 'canceled'],
    ['POST', 'canceled', true, 'canceled'],
  ])('says of a %s that was %s, sent: %s, that it is %s', async (method, reason, sent, code) => {
    const stop = new AbortController()
    const { outcome, record } = await runFlow(callFlow('e1', { method }), {
      outcomes: [noAnswer('canceled', { sent })],
      signal: stop.signal,
      onReport: ({ status }) => status === 'running' && stop.abort(reason),
    })
    expect(outcome.status).toBe('canceled')
    expect(record('call')).toMatchObject({ error: { code }, attempts: [{ error: { code } }] })
  })

  it('begins no further step', async () => {
    const stop = new AbortController()
    const { outcome, finished } = await runFlow(callFlow('e1'), {
      signal: stop.signal,
      onReport: ({ nodeId }) => nodeId === 'start' && stop.abort(),
    })
    expect(outcome.status).toBe('canceled')
    expect(finished.map(({ nodeId }) => nodeId)).toEqual(['start'])
  })
})

describe('secret headers', () => {
  it('are masked in what a step shows, whichever way they got there', async () => {
    const { record } = await runFlow(
      callFlow('e1', { headers: [{ name: 'Authorization', value: 'x y z' }] }),
      {
        endpoints: [testEndpoint()],
      },
    )
    expect(record('call').input).toMatchObject({ headers: [{ name: 'Authorization', value: '[REDACTED]' }] })
  })
})

describe('a run that begins at a step', () => {
  const given = definition(
    [
      start,
      { id: 'first', type: 'apiCall', data: { endpointId: 'e1', path: '/first' } },
      {
        id: 'second',
        type: 'apiCall',
        data: { endpointId: 'e1', path: '/{{ steps.first.body.id }}/{{ vars.kind }}' },
      },
      { id: 'end', type: 'end', data: { output: { first: '{{ steps.first.body }}' } } },
    ],
    ['start.next -> first', 'first.success -> second', 'second.success -> end'],
  )
  const pinned = { steps: { first: { body: { id: 7 } } }, vars: { kind: 'a b' }, nodeIds: {}, given: [] }

  it('takes the pinned results for those of the steps before, which are not executed', async () => {
    const entry = { step: 'second', nodeId: 'second', only: false, pinned }
    const { outcome, sent, finished } = await runFlow(given, { entry })
    expect(sent.map(({ path }) => path)).toEqual(['/7/a%20b'])
    expect(finished.map(({ nodeId, position }) => [nodeId, position])).toEqual([
      ['second', 0],
      ['end', 1],
    ])
    expect(outcome).toEqual({ status: 'succeeded', output: { first: { id: 7 } }, error: null })
  })

  it('ends with the step when it is to be the only one', async () => {
    const entry = { step: 'second', nodeId: 'second', only: true, pinned }
    const { outcome, finished } = await runFlow(given, { entry })
    expect(finished.map(({ nodeId }) => nodeId)).toEqual(['second'])
    expect(outcome).toEqual({ status: 'succeeded', output: null, error: null })
  })

  it('fails when its only step does, whatever its Error output leads to', async () => {
    const handled = callFlow('e1')
    const entry = {
      step: 'call',
      nodeId: 'call',
      only: true,
      pinned: { steps: {}, vars: {}, nodeIds: {}, given: [] },
    }
    const { outcome } = await runFlow(handled, { entry, outcomes: [answer(500, '{}')] })
    expect(outcome).toMatchObject({ status: 'failed', error: { code: 'http_status', nodeId: 'call' } })
  })

  it('says what it misses when nothing was pinned', async () => {
    const entry = {
      step: 'second',
      nodeId: 'second',
      only: true,
      pinned: { steps: {}, vars: {}, nodeIds: {}, given: [] },
    }
    const { outcome, sent } = await runFlow(given, { entry })
    expect(sent).toEqual([])
    expect(outcome).toMatchObject({ status: 'failed', error: { code: 'invalid_template', nodeId: 'second' } })
  })
})
