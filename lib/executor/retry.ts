import type { NodeData } from '@/lib/flows/schema'
import type { HttpMethod, Outcome } from '@/lib/http/types'

type Retry = NonNullable<NodeData<'apiCall'>['retry']>

/** RFC 9110 section 9.2.2: doing it twice is the same as doing it once. */
const idempotentMethods: ReadonlySet<HttpMethod> = new Set(['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS'])

const defaultCauses = ['connect', 'timeout', '429', '5xx'] as const
const defaultDelaySeconds = 1
const maxBackoffMs = 60_000

/** Whether a request may reach the other side twice without harm. */
export function mayRepeat(retry: Retry, method: HttpMethod): boolean {
  return idempotentMethods.has(method) || Boolean(retry.idempotencyHeader)
}

/**
 * Whether a failed attempt may be followed by another. A request that may not be repeated is only
 * repeated when nothing of it has left.
 */
export function mayRetry(retry: Retry, method: HttpMethod, outcome: Outcome): boolean {
  const cause = causeOf(outcome)
  const causes: readonly string[] = retry.on ?? defaultCauses
  if (!cause || !cause.some((each) => causes.includes(each))) return false
  if (mayRepeat(retry, method)) return true
  return !outcome.ok && outcome.sent === null
}

function causeOf(outcome: Outcome): string[] | null {
  if (outcome.ok) {
    const { statusCode } = outcome.response
    if (statusCode === 429) return ['429']
    return statusCode >= 500 ? ['5xx'] : null
  }
  switch (outcome.failure.code) {
    case 'dns_failed':
    case 'connection_failed':
    case 'tls_failed':
      return ['connect']
    case 'connect_timeout':
      return ['connect', 'timeout']
    case 'response_timeout':
      return ['timeout']
    default:
      return null
  }
}

/**
 * How long a step may take in all, in milliseconds: every attempt with its connection and response
 * timeout, and every planned wait. Redirects count as part of their attempt. So all attempts fit whatever
 * happens, and only a `Retry-After` longer than what is left ends the step early.
 */
export function stepBudgetMs(retry: Retry, attemptMs: number): number {
  let budgetMs = retry.attempts * attemptMs
  for (let attempt = 1; attempt < retry.attempts; attempt++) budgetMs += backoffMs(retry, attempt)
  return budgetMs
}

/** The first delay, doubled with each further attempt. */
function backoffMs(retry: Retry, attempt: number): number {
  const firstMs = (retry.delaySeconds ?? defaultDelaySeconds) * 1000
  return Math.min(firstMs * 2 ** (attempt - 1), maxBackoffMs)
}

/**
 * Milliseconds to wait after an attempt: between half and all of the planned wait, by chance, so that many
 * runs don't come back together; `Retry-After` when that is longer.
 */
export function waitBeforeRetry(
  retry: Retry,
  attempt: number,
  outcome: Outcome,
  { now, random }: { now: () => number; random: () => number },
): number {
  const header = outcome.ok ? outcome.response.headers['retry-after'] : undefined
  const ownMs = backoffMs(retry, attempt) * (0.5 + random() / 2)
  return Math.round(Math.max(ownMs, retryAfterMs(header, now())))
}

/** RFC 9110 section 10.2.3: seconds, or a date. What is neither asks for nothing. */
function retryAfterMs(header: string | undefined, now: number): number {
  if (header === undefined) return 0
  if (/^\d+$/.test(header.trim())) return Number(header) * 1000
  const date = Date.parse(header)
  return Number.isNaN(date) ? 0 : Math.max(0, date - now)
}
