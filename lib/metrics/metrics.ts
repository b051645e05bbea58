import type pg from 'pg'
import { Counter, Gauge, Registry } from 'prom-client'
import type { Database } from '@/db/client'
import type { NodeType } from '@/lib/flows/schema'
import type { RunStatus, StepErrorCode, StepStatus } from '@/lib/runs/schema'
import { DurationHistogram } from './duration-histogram'

/**
 * What this process counts of its work, whether or not anybody scrapes it: that costs some 0.1 µs a time.
 * Labels come from closed lists and are never an id, an address or a name that somebody chose.
 */

export type RunKind = 'sync' | 'async' | 'editor'

/** A run was accepted. */
export function runStarted(kind: RunKind): void {
  metrics().started[kind]++
}

/** A run came to its end. @param ms since it was accepted, delays included */
export function runEnded(status: RunStatus, ms: number): void {
  metrics().runs.observe(ms, status)
}

/** A step came to its end. @param ms since it started */
export function stepEnded(
  type: NodeType,
  status: Exclude<StepStatus, 'running'>,
  errorCode: StepErrorCode | null,
  ms: number,
): void {
  metrics().steps.observe(ms, type, status)
  if (errorCode !== null) metrics().stepFailures.inc({ type, code: errorCode })
}

/** One attempt of an API Call. @param statusCode of the answer, if there was one */
export function upstreamCall(errorCode: StepErrorCode | null, statusCode: number | null, ms: number): void {
  metrics().calls.observe(ms, answerClass(statusCode))
  if (errorCode !== null) metrics().callFailures.inc({ code: errorCode })
}

/** A run left the queue. @param ms since it was accepted */
export function queueWait(ms: number): void {
  metrics().waits.observe(ms)
}

/** A request to the REST API was answered. @param route the pattern, never the path */
export function apiRequest(method: string, route: string, status: number, ms: number): void {
  metrics().requests.observe(ms, method, route, `${status}`)
}

/** Who knows how many runs this process executes at the moment; the last one who says so. */
export function observeRunning(count: () => number): void {
  metrics().running = count
}

/** A process has another pool than that of `db`, for the role that writes runs. */
export function observeRunsPool(db: Database, runsPool: pg.Pool): void {
  metrics().runsPools.set(db.$client, runsPool)
}

const classes = ['none', '1xx', '2xx', '3xx', '4xx', '5xx']

function answerClass(statusCode: number | null): string {
  return (statusCode !== null && classes[Math.floor(statusCode / 100)]) || 'none'
}

/** In seconds. */
const shortBounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
const longBounds = [...shortBounds, 30, 60, 300, 1800, 3600]

type Metrics = ReturnType<typeof createMetrics>

const key = Symbol.for('sluice.metrics')
// Next loads modules several times in a process, and all copies count into the same numbers.
const holder = globalThis as typeof globalThis & { [key]?: Metrics }

export function metrics(): Metrics {
  return (holder[key] ??= createMetrics())
}

function createMetrics() {
  const registry = new Registry()
  const registers = [registry]
  const started: Record<RunKind, number> = { sync: 0, async: 0, editor: 0 }
  const state = { running: () => 0 }
  new Counter({
    name: 'sluice_runs_started_total',
    help: 'Runs that this process accepted, by how they were asked for.',
    labelNames: ['kind'],
    registers,
    collect() {
      this.reset()
      for (const [kind, count] of Object.entries(started)) this.inc({ kind }, count)
    },
  })
  new Gauge({
    name: 'sluice_runs_running',
    help: 'Runs that this process executes now.',
    registers,
    collect() {
      this.set(state.running())
    },
  })
  return Object.assign(state, {
    registry,
    started,
    /** By the pool of the application. */
    runsPools: new WeakMap<pg.Pool, pg.Pool>(),
    stepFailures: new Counter({
      name: 'sluice_step_failures_total',
      help: 'Steps that failed, by the code of the failure.',
      labelNames: ['type', 'code'],
      registers,
    }),
    callFailures: new Counter({
      name: 'sluice_upstream_failures_total',
      help: 'Requests to APIs that failed without a usable answer, by the code of the failure.',
      labelNames: ['code'],
      registers,
    }),
    runs: new DurationHistogram(
      'sluice_run_duration_seconds',
      'From a run’s being accepted to its end, by how it ended.',
      ['status'],
      longBounds,
    ),
    steps: new DurationHistogram(
      'sluice_step_duration_seconds',
      'From the start of a step to its end, by how it ended.',
      ['type', 'status'],
      longBounds,
    ),
    calls: new DurationHistogram(
      'sluice_upstream_request_duration_seconds',
      'Requests to APIs, each attempt for itself, by the class of the answer’s status.',
      ['status'],
      longBounds,
    ),
    waits: new DurationHistogram(
      'sluice_queue_wait_seconds',
      'How long runs stood in the queue before they started.',
      [],
      longBounds,
    ),
    requests: new DurationHistogram(
      'sluice_http_request_duration_seconds',
      'Requests to the REST API.',
      ['method', 'route', 'status'],
      shortBounds,
    ),
  })
}

/** The histograms, in the order in which they are printed. */
export function histogramTexts({ runs, steps, calls, waits, requests }: Metrics): string[] {
  return [runs, steps, calls, waits, requests].map((histogram) => histogram.text())
}
