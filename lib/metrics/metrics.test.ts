import { expect, test, vi } from 'vitest'
import {
  histogramTexts,
  metrics,
  observeRunning,
  runEnded,
  runStarted,
  stepEnded,
  upstreamCall,
} from './metrics'

const text = async () => [await metrics().registry.metrics(), ...histogramTexts(metrics())].join('\n')

test('runs, steps and calls are counted by kind, status and code', async () => {
  runStarted('sync')
  runStarted('sync')
  runStarted('editor')
  runEnded('failed', 1_500)
  stepEnded('apiCall', 'failed', 'response_timeout', 1_400)
  stepEnded('start', 'succeeded', null, 0)
  upstreamCall('response_timeout', null, 1_400)
  upstreamCall(null, 404, 20)
  upstreamCall(null, 999, 20)
  observeRunning(() => 7)
  const lines = (await text()).split('\n')
  for (const line of [
    'sluice_runs_started_total{kind="sync"} 2',
    'sluice_runs_started_total{kind="async"} 0',
    'sluice_runs_started_total{kind="editor"} 1',
    'sluice_runs_running 7',
    'sluice_run_duration_seconds_bucket{status="failed",le="1"} 0',
    'sluice_run_duration_seconds_bucket{status="failed",le="2.5"} 1',
    'sluice_step_duration_seconds_count{type="apiCall",status="failed"} 1',
    'sluice_step_duration_seconds_count{type="start",status="succeeded"} 1',
    'sluice_step_failures_total{type="apiCall",code="response_timeout"} 1',
    'sluice_upstream_request_duration_seconds_count{status="4xx"} 1',
    'sluice_upstream_request_duration_seconds_count{status="none"} 2',
    'sluice_upstream_failures_total{code="response_timeout"} 1',
  ]) {
    expect(lines).toContain(line)
  }
})

test('copies of the module count into the same numbers', async () => {
  const before = metrics()
  vi.resetModules()
  const copy = await import('./metrics')
  expect(copy.runStarted).not.toBe(runStarted)
  expect(copy.metrics()).toBe(before)
})
