import { describe, expect, it } from 'vitest'
import { callFlow } from '@/lib/flows/testing/definitions'
import { answer, noAnswer, runFlow, testEndpoint } from './testing/run-flow'

const unavailable = answer(503, '{}')
const fine = answer(200, '{}')

function flow(retry: Record<string, unknown>, method = 'GET') {
  return callFlow('e1', { method, retry: { attempts: 3, ...retry } })
}

describe('retries', () => {
  it('are none by default', async () => {
    const { sent } = await runFlow(callFlow('e1'), { outcomes: [unavailable, fine] })
    expect(sent).toHaveLength(1)
  })

  it('wait longer each time, and keep a record of each attempt', async () => {
    const { outcome, waits, record } = await runFlow(flow({ delaySeconds: 2 }), {
      outcomes: [unavailable, noAnswer('connection_failed', { sent: true }), fine],
    })
    expect(outcome.status).toBe('succeeded')
    expect(waits).toEqual([2_000, 4_000])
    expect(record('call').result).toMatchObject({ attempts: 3 })
    expect(record('call').attempts).toMatchObject([
      { number: 1, statusCode: 503, error: { code: 'http_status' }, waitMs: 2_000 },
      { number: 2, statusCode: null, error: { code: 'connection_failed' }, waitMs: 4_000 },
      { number: 3, statusCode: 200, error: null, waitMs: null },
    ])
  })

  it('end with the last failure', async () => {
    const { sent, outcome } = await runFlow(flow({}), { outcomes: [unavailable] })
    expect(sent).toHaveLength(3)
    expect(outcome.output).toEqual({ code: 'http_status', status: 'failure' })
  })

  it('are told of while they wait', async () => {
    const { reports } = await runFlow(flow({}), { outcomes: [unavailable, fine] })
    const running = reports.filter(({ nodeId, status }) => nodeId === 'call' && status === 'running')
    expect(running.map(({ record }) => record.attempts.length)).toEqual([0, 1, 1])
  })

  it.each([
    ['a 404', answer(404), {}],
    ['a status that counts as success', answer(429), { successStatuses: '200-299, 429' }],
    ['a blocked address', noAnswer('blocked'), {}],
    ['a request that is wrong', noAnswer('invalid_request'), {}],
    ['an answer that is too large', noAnswer('response_too_large', { sent: true }), {}],
  ])('are not made for %s', async (_name, outcome, call) => {
    const given = callFlow('e1', { retry: { attempts: 3 }, ...call })
    expect((await runFlow(given, { outcomes: [outcome, fine] })).sent).toHaveLength(1)
  })

  it.each([
    [['429'], [answer(429)], 2],
    [['429'], [answer(503)], 1],
    [['5xx'], [answer(503)], 2],
    [['timeout'], [noAnswer('response_timeout', { sent: true })], 2],
    [['timeout'], [noAnswer('dns_failed')], 1],
    [['connect'], [noAnswer('dns_failed')], 2],
    [['connect'], [noAnswer('connect_timeout')], 2],
    [[], [answer(503)], 1],
  ])('on %j only for what it names', async (on, first, times) => {
    const { sent } = await runFlow(flow({ on }), { outcomes: [...first, fine] })
    expect(sent).toHaveLength(times)
  })

  it.each(['POST', 'PATCH'])('of %s happen only when nothing has left', async (method) => {
    const refused = await runFlow(flow({}, method), { outcomes: [noAnswer('connection_failed'), fine] })
    expect(refused.sent).toHaveLength(2)
    for (const outcome of [unavailable, answer(429), noAnswer('connection_failed', { sent: true })]) {
      expect((await runFlow(flow({}, method), { outcomes: [outcome, fine] })).sent).toHaveLength(1)
    }
  })

  it('of POST happen with an idempotency header, which stays the same', async () => {
    const { sent } = await runFlow(flow({ idempotencyHeader: 'Idempotency-Key' }, 'POST'), {
      outcomes: [unavailable, noAnswer('response_timeout', { sent: true }), fine],
    })
    const values = sent.map(({ headers }) => headers.find(({ name }) => name === 'Idempotency-Key')?.value)
    expect(values).toEqual(['run-1.1', 'run-1.1', 'run-1.1'])
  })

  it('keep an idempotency value that was given by hand', async () => {
    const given = callFlow('e1', {
      headers: [{ name: 'idempotency-key', value: 'mine' }],
      retry: { attempts: 1, idempotencyHeader: 'Idempotency-Key' },
    })
    expect((await runFlow(given)).sent[0]?.headers).toEqual([{ name: 'idempotency-key', value: 'mine' }])
  })
})

describe('Retry-After', () => {
  const after = (value: string) => answer(429, '', { 'retry-after': value })

  it('is obeyed, in seconds or as a date', async () => {
    expect((await runFlow(flow({}), { outcomes: [after('7'), fine] })).waits).toEqual([7_000])
    const date = 'Fri, 02 Jan 2026 03:04:15 GMT'
    expect((await runFlow(flow({}), { outcomes: [after(date), fine] })).waits).toEqual([10_000])
  })

  it('doesn’t shorten the planned wait', async () => {
    expect((await runFlow(flow({ delaySeconds: 3 }), { outcomes: [after('1'), fine] })).waits).toEqual([
      3_000,
    ])
  })

  it('ends the step when no attempt would fit after it', async () => {
    // Three attempts of 20 s and waits of 1 s and 2 s: 63 s in all.
    const fits = await runFlow(flow({}), { outcomes: [after('43'), fine] })
    expect(fits.waits).toEqual([43_000])
    const tooLong = await runFlow(flow({}), { outcomes: [after('44'), fine] })
    expect(tooLong.waits).toEqual([])
    expect(tooLong.outcome.output).toEqual({ code: 'http_status', status: 'failure' })
  })
})

describe('timeouts of a step', () => {
  it('only shorten those of the endpoint', async () => {
    const limits: unknown[] = []
    const endpoint = testEndpoint({ connectTimeoutMs: 5_000, responseTimeoutMs: 8_000 })
    const given = callFlow('e1', {
      connectTimeoutSeconds: 0.5,
      responseTimeoutSeconds: 300,
      retry: { attempts: 2 },
    })
    // 2 × 8.5 s and a wait of 1 s: a wait of 9.5 s fits just so.
    const { waits } = await runFlow(given, {
      endpoints: [endpoint],
      outcomes: [answer(503, '', { 'retry-after': '9' }), answer(503, '', { 'retry-after': '9' })],
      onReport: (report) => limits.push(report.status),
    })
    expect(waits).toEqual([9_000])
    const longer = await runFlow(given, {
      endpoints: [endpoint],
      outcomes: [answer(503, '', { 'retry-after': '10' })],
    })
    expect(longer.waits).toEqual([])
  })
})
