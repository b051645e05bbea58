import { logRequest } from '@/lib/log'
import { apiRequest } from '@/lib/metrics/metrics'
import { traced } from '@/lib/tracing/traced'

/** Of a request what metrics, log and traces may say: nothing that the caller made up. */
export type ObservedRequest = {
  method: string
  /** The pattern of the path. */
  route: string
  requestId: string
  /** To go on with the caller's trace. */
  traceparent: string | null
}

/** What is found out about a request while it is answered. */
export type Found = { orgId?: string }

/**
 * Answers a request in a span of its own, then counts and logs it.
 * @param work never rejects: what goes wrong is an answer too
 */
export async function observeRequest<A extends { status: number }>(
  { method, route, requestId, traceparent }: ObservedRequest,
  work: (found: Found) => Promise<A>,
): Promise<A> {
  const startedMs = performance.now()
  const found: Found = { orgId: undefined }
  const answer = await traced(
    `${method} ${route}`,
    { 'http.request.method': method, 'http.route': route, 'sluice.request.id': requestId },
    async (span) => {
      const answered = await work(found)
      const { status } = answered
      span.set({ 'http.response.status_code': status, 'sluice.organization.id': found.orgId })
      if (status >= 500) span.fail(`${status}`)
      return answered
    },
    { kind: 'server', traceparent },
  )
  const { status } = answer
  const ms = performance.now() - startedMs
  apiRequest(method, route, status, ms)
  logRequest({ method, route, status, ms: Math.round(ms * 100) / 100, requestId, orgId: found.orgId })
  return answer
}
