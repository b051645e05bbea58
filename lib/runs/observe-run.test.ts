import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { histogramTexts, metrics } from '@/lib/metrics/metrics'
import { apiClient } from '@/lib/testing/api'
import { attributesOf, collectTraces } from '@/lib/tracing/testing/collect-traces'
import { flushTraces } from '@/lib/tracing/traced'
import { json, upstreamFlow } from './testing/upstream-flow'

const { requests, spans, spanNamed } = collectTraces()

test('a run, its steps and its calls are counted', async () => {
  const fine = await upstreamFlow()
  const failing = await upstreamFlow({
    onRequest: (socket) => socket.write(json('{}', { status: '503 No' })),
  })
  const broken = await upstreamFlow({ onRequest: (socket) => socket.destroy() })
  for (const flow of [fine, fine, failing, broken]) await flow.run()
  const lines = [await metrics().registry.metrics(), ...histogramTexts(metrics())].join('\n').split('\n')
  for (const line of [
    'sluice_runs_started_total{kind="editor"} 4',
    'sluice_runs_running 0',
    'sluice_run_duration_seconds_count{status="succeeded"} 2',
    'sluice_run_duration_seconds_count{status="failed"} 2',
    'sluice_step_duration_seconds_count{type="apiCall",status="succeeded"} 2',
    'sluice_step_duration_seconds_count{type="apiCall",status="failed"} 2',
    'sluice_step_duration_seconds_count{type="start",status="succeeded"} 4',
    'sluice_step_failures_total{type="apiCall",code="http_status"} 1',
    'sluice_step_failures_total{type="apiCall",code="connection_failed"} 1',
    'sluice_upstream_request_duration_seconds_count{status="2xx"} 2',
    'sluice_upstream_request_duration_seconds_count{status="5xx"} 1',
    'sluice_upstream_request_duration_seconds_count{status="none"} 1',
    'sluice_upstream_failures_total{code="connection_failed"} 1',
  ]) {
    expect(lines).toContain(line)
  }
})

test('a request to run a flow is traced down to the call, without what was sent', async () => {
  const canary = randomUUID()
  const flow = await upstreamFlow({
    endpoint: { authentication: { type: 'bearer', token: canary } },
    call: { path: `/${canary}`, query: [{ name: 'q', value: canary }] },
    onRequest: (socket) => socket.write(json(`{"a":"${canary}"}`, { status: '500 No' })),
  })
  const api = await apiClient(flow.organization)
  const { status, body } = await api('POST', `/flows/${flow.flowId}/runs?version=draft`, { input: {} })
  expect([status, body.status]).toEqual([200, 'failed'])
  await flushTraces()

  const request = spanNamed('POST /api/v1/flows/:id/runs')
  const run = spanNamed('run')
  const step = spanNamed('step apiCall')
  const call = spanNamed('call')
  expect([run, step, call].map(({ parentSpanId }) => parentSpanId)).toEqual([
    request.spanId,
    run.spanId,
    step.spanId,
  ])
  expect(new Set(spans().map(({ traceId }) => traceId)).size).toBe(1)
  expect(attributesOf(run)).toMatchObject({ 'sluice.run.id': body.id, 'error.type': 'failed_end' })
  expect(attributesOf(step)).toMatchObject({ 'sluice.step.key': 'call', 'error.type': 'http_status' })
  expect(attributesOf(call)).toEqual({
    'http.request.method': 'GET',
    'server.address': `127.0.0.1:${flow.server.port}`,
    'http.response.status_code': 500,
  })
  expect(JSON.stringify(requests())).not.toContain(canary)
})
