import type { NodeOf } from '@/lib/flows/schema'
import type { Limits, OutboundRequest, Outcome } from '@/lib/http/types'
import type { AttemptRecord, StepError, StepRecord } from '@/lib/runs/schema'
import { timeText } from '@/lib/runs/time-text'
import { judgeOutcome, notSent, type Verdict } from '../judge-outcome'
import { withoutSecrets } from '../without-secrets'
import { prepareRequest } from '../prepare-request'
import { mayRepeat, mayRetry, stepBudgetMs, waitBeforeRetry } from '../retry'
import { StepFailure } from '../step-failure'
import { waitLeft } from '../wait-left'
import type { LoadedEndpoint, StepContext, StepOutcome, StoredStep, WaitingStep } from '../types'

type ApiCallNode = NodeOf<'apiCall'>

/** Decompressed bytes of an answer. */
const maxBodyBytes = 10 * 1024 * 1024

/** A wait before the next attempt that is longer than this holds no process. */
const longestHeldWaitMs = 2_000

/**
 * One HTTP request through an endpoint, with its retries. Every failure leaves by `error`, with a result
 * of the same shape as a success.
 *
 * All attempts, the waits between them and redirects share one deadline (`stepBudgetMs`). A wait after
 * which no whole attempt fits is not begun, and the last attempt's failure stands. A step that was begun
 * before goes on with its next attempt, unless one that may not be repeated was under way: nobody knows
 * what became of it, and that is its outcome.
 */
export async function runApiCall(
  node: ApiCallNode,
  context: StepContext,
): Promise<StepOutcome | WaitingStep> {
  const { pending, ports } = context
  if (pending?.inFlight === 'once') return outcomeUnknown(pending, ports.now())
  const rest = pending && restOfWait(pending, context)
  if (rest) return rest
  const startedMs = ports.now()
  let endpoint: LoadedEndpoint | null = null
  try {
    endpoint = await loadEndpoint(node, context)
    const request = withIdempotency(node, prepareRequest(node.data, endpoint, context.scope), context)
    const known = { endpoint: summaryOf(endpoint), input: inputOf(request) }
    const sent = await sendWithRetries(node, endpoint, request, known, context)
    if ('until' in sent) return { status: 'waiting', ...sent }
    const { verdict, attempts } = sent
    const { request: asSent, response } = verdict.record
    const record = { endpoint: known.endpoint, input: known.input, request: asSent, response, attempts }
    return toOutcome(verdict, record, attempts.length)
  } catch (error) {
    if (!(error instanceof StepFailure)) throw error
    const verdict = notSent(error.error, ports.now() - startedMs)
    return toOutcome(verdict, { endpoint: endpoint && summaryOf(endpoint) }, 0)
  }
}

const unknownOutcome: StepError = {
  code: 'unknown_outcome',
  phase: null,
  message: 'Sluice stopped while the request was on its way. Nobody knows whether the API acted on it.',
  limitSeconds: null,
  elapsedMs: null,
}

function outcomeUnknown({ record, startedAt }: StoredStep, now: number): StepOutcome {
  const verdict = notSent(unknownOutcome, Math.max(0, now - startedAt.getTime()))
  return toOutcome(verdict, record, record.attempts.length + 1)
}

/** Of a wait before the next attempt, unless it is over. */
function restOfWait({ inFlight, record }: StoredStep, { ports, resumed }: StepContext): WaitingStep | null {
  const last = record.attempts.at(-1)
  // A request in flight is that of the next attempt.
  if (inFlight || !last?.waitMs) return null
  const { startedAt, timing, waitMs } = last
  const now = ports.now()
  const until = Date.parse(startedAt) + timing.totalMs + waitMs
  const leftMs = waitLeft({ ms: waitMs, until }, resumed, now)
  return leftMs > 0 ? { status: 'waiting', until: new Date(now + leftMs), record } : null
}

async function loadEndpoint({ data }: ApiCallNode, { ports }: StepContext): Promise<LoadedEndpoint> {
  if (data.endpointId === null) throw new StepFailure('endpoint_deleted', 'This step has no API endpoint.')
  return ports.loadEndpoint(data.endpointId)
}

/** The same value in every attempt lets the other side see that they are one. A value given by hand stays. */
function withIdempotency(
  { data }: ApiCallNode,
  request: OutboundRequest,
  { stepId }: StepContext,
): OutboundRequest {
  const name = data.retry?.idempotencyHeader
  if (!name) return request
  const isGiven = request.headers.some((field) => field.name.toLowerCase() === name.toLowerCase())
  return isGiven ? request : { ...request, headers: [...request.headers, { name, value: stepId }] }
}

type Sent =
  | { verdict: Verdict; attempts: AttemptRecord[] }
  /** The next attempt is to be made then. */
  | { until: Date; record: Partial<StepRecord> }

async function sendWithRetries(
  { data }: ApiCallNode,
  endpoint: LoadedEndpoint,
  request: OutboundRequest,
  known: Pick<StepRecord, 'endpoint' | 'input'>,
  { ports, report, pending }: StepContext,
): Promise<Sent> {
  const { now, signal } = ports
  const retry = data.retry ?? { attempts: 1 }
  const limits = limitsOf(data, endpoint)
  const attemptMs = limits.connectTimeoutMs + limits.responseTimeoutMs
  const inFlight = mayRepeat(retry, request.method) ? 'repeatable' : 'once'
  const attempts = [...(pending?.record.attempts ?? [])]
  // Earlier attempts may have been another machine's, whose clock is another. What they took is known.
  const deadline = now() + stepBudgetMs(retry, attemptMs) - spentMs(attempts)
  for (let number = attempts.length + 1; ; number++) {
    await report({ endpoint: known.endpoint, input: known.input, attempts: attempts.slice() }, inFlight)
    const sentAt = timeText(new Date(now()))
    const outcome = await ports.send(request, limits, signal)
    const judged = judgeOutcome(outcome, data, ports.mask)
    const isOpen = inFlight === 'once' && signal.reason === 'interrupted' && isCutOff(outcome)
    const verdict = isOpen ? withoutOutcome(judged) : judged
    if (isRefused(outcome)) return { verdict, attempts }
    const attempt = recordOf(number, sentAt, verdict)
    attempts.push(attempt)
    if (!verdict.result.error || number >= retry.attempts || signal.aborted) return { verdict, attempts }
    if (!mayRetry(retry, request.method, outcome)) return { verdict, attempts }
    const waitMs = waitBeforeRetry(retry, number, outcome, ports)
    if (now() + waitMs + attemptMs > deadline) return { verdict, attempts }
    attempt.waitMs = waitMs
    const record = { ...known, ...verdict.record, attempts: [...attempts] }
    if (waitMs > longestHeldWaitMs) return { until: new Date(now() + waitMs), record }
    await report(record)
    await ports.wait(waitMs, signal)
    if (signal.aborted) return { verdict: judgeOutcome(canceledOutcome(outcome), data, ports.mask), attempts }
  }
}

/** By Sluice itself, before it turned to the other side: that is no attempt, wherever it was found out. */
function isRefused(outcome: Outcome): boolean {
  if (outcome.ok || outcome.sent !== null) return false
  const { phase } = outcome.failure
  return phase === 'prepare' || phase === 'policy'
}

/** Something of the request had left, and we hung up. */
function isCutOff(outcome: Outcome): boolean {
  return !outcome.ok && outcome.failure.code === 'canceled' && outcome.sent !== null
}

/** The process ends before the answer has come, and this is no request to send again. */
function withoutOutcome({ result, record }: Verdict): Verdict {
  const elapsedMs = result.error?.elapsedMs ?? null
  return { result: { ...result, error: { ...unknownOutcome, elapsedMs } }, record }
}

function spentMs(attempts: AttemptRecord[]): number {
  return attempts.reduce((sum, { timing, waitMs }) => sum + timing.totalMs + (waitMs ?? 0), 0)
}

/** Canceled while waiting for the next attempt. */
function canceledOutcome({ sent, timing }: Outcome): Outcome {
  const message = 'The call was canceled.'
  const failure = {
    code: 'canceled',
    phase: null,
    message,
    limitMs: null,
    elapsedMs: 0,
    detail: null,
  } as const
  return { ok: false, sent, failure, timing }
}

/** A step may only be more impatient than its endpoint. */
function limitsOf(data: ApiCallNode['data'], endpoint: LoadedEndpoint): Limits {
  const shorter = (seconds: number | null | undefined, ms: number) =>
    Math.min((seconds ?? Infinity) * 1000, ms)
  return {
    connectTimeoutMs: shorter(data.connectTimeoutSeconds, endpoint.connectTimeoutMs),
    responseTimeoutMs: shorter(data.responseTimeoutSeconds, endpoint.responseTimeoutMs),
    maxBodyBytes,
  }
}

function recordOf(number: number, startedAt: string, { result }: Verdict): AttemptRecord {
  const { statusCode, error, timing } = result
  return { number, startedAt, statusCode, error, timing, waitMs: null }
}

function toOutcome(verdict: Verdict, record: Partial<StepRecord>, attempts: number): StepOutcome {
  const { status: verdictStatus, statusCode, headers, body, error, timing } = verdict.result
  const status = error?.code === 'canceled' ? 'canceled' : error ? 'failed' : 'succeeded'
  return {
    status,
    output: status === 'canceled' ? null : error ? 'error' : 'success',
    result: { status: verdictStatus, statusCode, headers, body, error, timing, attempts },
    error,
    record: {
      input: record.input,
      request: record.request,
      response: record.response,
      attempts: record.attempts,
      endpoint: record.endpoint,
      timing,
      // The body is in the record's response; twice would be a waste.
      result: { status: verdictStatus, statusCode, headers, error, timing, attempts },
    },
  }
}

function summaryOf({ id, name, version, baseUrl }: LoadedEndpoint): StepRecord['endpoint'] {
  return { id, name, version, baseUrl }
}

/** What the templates came to. The body is in the request as sent. */
function inputOf({ method, path, query, headers, secretHeaderNames }: OutboundRequest): unknown {
  return { method, path, query, headers: withoutSecrets(headers, secretHeaderNames) }
}
