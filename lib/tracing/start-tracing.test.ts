import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { AppError } from '@/lib/errors'
import { apiClient } from '@/lib/testing/api'
import { testOrganization } from '@/lib/testing/organization'
import { startTracing } from './start-tracing'
import { attributesOf, collectTraces } from './testing/collect-traces'
import { flushTraces, setTracing, traced } from './traced'

const { requests, sent, spans, spanNamed, close } = collectTraces({
  OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Basic%20abc',
  OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment=test',
})

test('work within work is a span within a span, across what it waits for', async () => {
  const result = await traced('run', { 'sluice.run.id': 'r1' }, async () => {
    await Promise.all(
      ['a', 'b'].map((step) =>
        traced('step apiCall', { 'sluice.step.key': step }, async () => {
          await new Promise(setImmediate)
          await traced(
            'call',
            { 'server.address': `${step}.example.com` },
            async (span) => {
              await new Promise(setImmediate)
              span.set({ 'http.response.status_code': 204 })
            },
            { kind: 'client' },
          )
        }),
      ),
    )
    return 42
  })
  expect(result).toBe(42)
  await flushTraces()
  expect(requests()[0]).toMatchObject({ url: '/v1/traces', authorization: 'Basic abc' })
  const run = spanNamed('run')
  expect(run.parentSpanId).toBeUndefined()
  expect(attributesOf(run)).toEqual({ 'sluice.run.id': 'r1' })
  const steps = spans().filter(({ name }) => name === 'step apiCall')
  expect(steps.map(({ parentSpanId }) => parentSpanId)).toEqual([run.spanId, run.spanId])
  for (const step of steps) {
    const call = spans().find(({ parentSpanId }) => parentSpanId === step.spanId)
    if (!call) throw new Error('a step without its call')
    expect(attributesOf(call)).toEqual({
      'server.address': `${attributesOf(step)['sluice.step.key'] as string}.example.com`,
      'http.response.status_code': 204,
    })
    expect([call.kind, call.traceId]).toEqual([3, run.traceId])
  }
  expect(sent()[0]?.resource.attributes).toEqual(
    expect.arrayContaining([
      { key: 'service.name', value: { stringValue: 'sluice' } },
      { key: 'deployment.environment', value: { stringValue: 'test' } },
    ]),
  )
})

test('a failure is named by its code and quotes nothing', async () => {
  const secret = randomUUID()
  const fails = (error: unknown) =>
    traced('run', {}, async () => {
      throw error
    })
  const cause = new AppError('not_found', secret)
  await expect(fails(cause)).rejects.toBe(cause)
  await expect(fails(new TypeError(secret))).rejects.toThrow(TypeError)
  await traced('step delay', {}, async (span) => span.fail('canceled'))
  await flushTraces()
  expect(spans().map((span) => [attributesOf(span)['error.type'], span.status.code])).toEqual([
    ['not_found', 2],
    ['TypeError', 2],
    ['canceled', 2],
  ])
  expect(JSON.stringify(requests())).not.toContain(secret)
})

test('a request to the API goes on with the trace of its caller, and leaves its address out', async () => {
  const organization = await testOrganization()
  const api = await apiClient(organization)
  const canary = randomUUID()
  const { headers } = await api('GET', `/flows/${canary}?search=${canary}`, undefined, {
    traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  })
  await flushTraces()
  const span = spanNamed('GET /api/v1/flows/:id')
  expect(span).toMatchObject({
    kind: 2,
    traceId: '0af7651916cd43dd8448eb211c80319c',
    parentSpanId: 'b7ad6b7169203331',
    status: { code: 0 },
  })
  expect(attributesOf(span)).toEqual({
    'http.request.method': 'GET',
    'http.route': '/api/v1/flows/:id',
    'http.response.status_code': 404,
    'sluice.request.id': headers.get('x-request-id'),
    'sluice.organization.id': organization.id,
  })
  expect(JSON.stringify(requests())).not.toContain(canary)
})

test('without a collector the work is called and nothing else', async () => {
  setTracing(undefined)
  await startTracing(null)
  const work = Promise.resolve(1)
  expect(traced('run', {}, () => work)).toBe(work)
  await flushTraces()
  expect(requests()).toEqual([])
})

test('a collector that is away costs nobody anything but the traces', async () => {
  await close()
  expect(await traced('run', {}, async () => 7)).toBe(7)
  await flushTraces()
})
