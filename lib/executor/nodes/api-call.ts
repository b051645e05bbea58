import type { NodeOf } from '@/lib/flows/schema'
import type { Limits, OutboundRequest, Outcome } from '@/lib/http/types'
import type { AttemptRecord, StepRecord } from '@/lib/runs/schema'
import { judgeOutcome, notSent, type Verdict } from '../judge-outcome'
import { withoutSecrets } from '../without-secrets'
import { prepareRequest } from '../prepare-request'
import { mayRetry, stepBudgetMs, waitBeforeRetry } from '../retry'
import { StepFailure } from '../step-failure'
import type { LoadedEndpoint, StepContext, StepOutcome } from '../types'

type ApiCallNode = NodeOf<'apiCall'>

/** Decompressed bytes of an answer. */
const maxBodyBytes = 10 * 1024 * 1024

/**
 * One HTTP request through an endpoint, with its retries. Every failure leaves by `error`, with a result
 * of the same shape as a success.
 *
 * All attempts, the waits between them and redirects share one deadline (`stepBudgetMs`). A wait after
 * which no whole attempt fits is not begun, and the last attempt's failure stands.
 */
export async function runApiCall(node: ApiCallNode, context: StepContext): Promise<StepOutcome> {
  const startedMs = context.ports.now()
  let endpoint: LoadedEndpoint | null = null
  try {
    await context.report({})
    endpoint = await loadEndpoint(node, context)
    const request = withIdempotency(node, prepareRequest(node.data, endpoint, context.scope), context)
    const known = { endpoint: summaryOf(endpoint), input: inputOf(request) }
    const { verdict, attempts } = await sendWithRetries(node, endpoint, request, known, context)
    return toOutcome(verdict, { ...known, ...verdict.record, attempts }, attempts.length)
  } catch (error) {
    if (!(error instanceof StepFailure)) throw error
    const verdict = notSent(error.error, context.ports.now() - startedMs)
    return toOutcome(verdict, { endpoint: endpoint && summaryOf(endpoint) }, 0)
  }
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

async function sendWithRetries(
  { data }: ApiCallNode,
  endpoint: LoadedEndpoint,
  request: OutboundRequest,
  known: Partial<StepRecord>,
  { ports, report }: StepContext,
): Promise<{ verdict: Verdict; attempts: AttemptRecord[] }> {
  const { now, signal } = ports
  const retry = data.retry ?? { attempts: 1 }
  const limits = limitsOf(data, endpoint)
  const attemptMs = limits.connectTimeoutMs + limits.responseTimeoutMs
  const deadline = now() + stepBudgetMs(retry, attemptMs)
  const attempts: AttemptRecord[] = []
  for (let number = 1; ; number++) {
    const startedAt = new Date(now()).toISOString()
    const outcome = await ports.send(request, limits, signal)
    const verdict = judgeOutcome(outcome, data, ports.mask)
    const attempt = recordOf(number, startedAt, verdict)
    attempts.push(attempt)
    if (!verdict.result.error || number >= retry.attempts || signal.aborted) return { verdict, attempts }
    if (!mayRetry(retry, request.method, outcome)) return { verdict, attempts }
    const waitMs = waitBeforeRetry(retry, number, outcome, ports)
    if (now() + waitMs + attemptMs > deadline) return { verdict, attempts }
    attempt.waitMs = waitMs
    await report({ ...known, ...verdict.record, attempts: [...attempts] })
    await ports.wait(waitMs, signal)
    if (signal.aborted) return { verdict: judgeOutcome(canceledOutcome(outcome), data, ports.mask), attempts }
  }
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
  const result = { ...verdict.result, attempts }
  const { error } = result
  const status = error?.code === 'canceled' ? 'canceled' : error ? 'failed' : 'succeeded'
  // The body is in the record's response; twice would be a waste.
  const { body: _, ...withoutBody } = result
  return {
    status,
    output: status === 'canceled' ? null : error ? 'error' : 'success',
    result,
    error,
    record: { ...record, timing: result.timing, result: withoutBody },
  }
}

function summaryOf({ id, name, version, baseUrl }: LoadedEndpoint): StepRecord['endpoint'] {
  return { id, name, version, baseUrl }
}

/** What the templates came to. The body is in the request as sent. */
function inputOf({ method, path, query, headers, secretHeaderNames }: OutboundRequest): unknown {
  return { method, path, query, headers: withoutSecrets(headers, secretHeaderNames) }
}
