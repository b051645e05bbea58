import type { FlowDefinition } from '@/lib/flows/schema'
import type { Failure, OutboundRequest, Outcome, Timing } from '@/lib/http/types'
import type { StepRecord } from '@/lib/runs/schema'
import { executeFlow } from '../execute-flow'
import { resumeFlow } from '../flow-progress'
import { StepFailure } from '../step-failure'
import type { ExecutionEnd, ExecutorPorts, FlowExecution, LoadedEndpoint, StepReport } from '../types'

export function testEndpoint(changes: Partial<LoadedEndpoint> = {}): LoadedEndpoint {
  return {
    id: 'e1',
    name: 'Test API',
    version: 3,
    baseUrl: 'https://api.example.com/v1',
    defaultHeaders: [],
    secretHeaderNames: [],
    credential: { type: 'none' },
    redirects: 'none',
    connectTimeoutMs: 10_000,
    responseTimeoutMs: 10_000,
    ...changes,
  }
}

export const someTiming: Timing = {
  dnsMs: 1,
  connectMs: 2,
  tlsMs: 3,
  waitMs: 4,
  downloadMs: 5,
  totalMs: 15,
  reused: false,
}

/** An answer of the other side. */
export function answer(
  statusCode: number,
  body = '',
  headers: Record<string, string> = { 'content-type': 'application/json' },
): Outcome {
  return {
    ok: true,
    sent: {
      method: 'GET',
      url: 'https://api.example.com/v1/',
      headers: [],
      secretHeaderNames: [],
      body: null,
    },
    response: {
      statusCode,
      statusText: '',
      headers,
      body: new TextEncoder().encode(body),
      url: 'https://api.example.com/v1/',
      redirectedFrom: [],
    },
    timing: someTiming,
  }
}

/** Nobody answered. */
export function noAnswer(
  code: Failure['code'],
  { sent = false, phase = null }: { sent?: boolean; phase?: Failure['phase'] } = {},
): Outcome {
  const whole = answer(200)
  const failure = { code, phase, message: 'No answer.', limitMs: 1500, elapsedMs: 1502, detail: null }
  return { ok: false, sent: sent ? whole.sent : null, failure, timing: someTiming }
}

type Options = {
  input?: Record<string, unknown>
  entry?: FlowExecution['entry']
  endpoints?: LoadedEndpoint[]
  /** What the other side does with the requests, in order; the last one goes on for ever. */
  outcomes?: Outcome[]
  signal?: AbortSignal
  onReport?: (report: StepReport) => void
}

/** Goes on after each wait as another process would: with nothing but what was reported. */
async function untilEnd(
  execution: FlowExecution,
  ports: ExecutorPorts,
  onWait: (until: Date) => void,
): Promise<ExecutionEnd> {
  const stored = new Map<number, StepReport>()
  const storing: ExecutorPorts = {
    ...ports,
    async onStep(report) {
      stored.set(report.position, structuredClone(report))
      await ports.onStep(report)
    },
  }
  for (;;) {
    const progress = resumeFlow(execution, [...stored.values()], { hasWaited: true, ageMs: 0 })
    const outcome = await executeFlow(execution, progress, storing)
    if (outcome.status !== 'suspended') return outcome
    onWait(outcome.until)
  }
}

/** Executes a flow against a map of endpoints, a list of answers and a clock that only waiting moves. */
export async function runFlow(definition: FlowDefinition, options: Options = {}) {
  const { outcomes = [answer(200, '{}')] } = options
  const endpoints = new Map((options.endpoints ?? [testEndpoint()]).map((each) => [each.id, each]))
  const sent: OutboundRequest[] = []
  const waits: number[] = []
  const reports: StepReport[] = []
  let clock = Date.parse('2026-01-02T03:04:05.000Z')
  const ports: ExecutorPorts = {
    async loadEndpoint(id) {
      const found = endpoints.get(id)
      if (!found) throw new StepFailure('endpoint_deleted', 'This endpoint is no longer available.')
      return found
    },
    async send(request) {
      sent.push(request)
      return outcomes[Math.min(sent.length, outcomes.length) - 1] ?? noAnswer('connection_failed')
    },
    now: () => clock,
    async wait(ms) {
      waits.push(ms)
      clock += ms
    },
    random: () => 1,
    mask: (value) => value,
    async onStep(report) {
      reports.push(report)
      options.onReport?.(report)
    },
    signal: options.signal ?? new AbortController().signal,
  }
  const run = { id: 'run-1', startedAt: new Date(clock).toISOString() }
  const execution = { definition, input: options.input ?? {}, entry: options.entry ?? null, run }
  const outcome = await untilEnd(execution, ports, (until) => {
    waits.push(until.getTime() - clock)
    clock = until.getTime()
  })
  const finished = reports.filter(({ finishedAt }) => finishedAt !== null)
  const record = (nodeId: string): StepRecord => {
    const found = finished.find((report) => report.nodeId === nodeId)
    if (!found) throw new Error(`The step ${nodeId} did not run.`)
    return found.record
  }
  return { outcome, sent, waits, reports, finished, record }
}
