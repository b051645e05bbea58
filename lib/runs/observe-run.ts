import type { OrgContext } from '@/lib/auth/context'
import type { FlowExecution, StoredStep } from '@/lib/executor/types'
import type { OutboundRequest, Outcome } from '@/lib/http/types'
import { parseUrl } from '@/lib/http/url-rules'
import { runEnded, stepEnded, upstreamCall } from '@/lib/metrics/metrics'
import { type Span, traced } from '@/lib/tracing/traced'
import type { Execution } from './execute-run'

/** Counts the end of a run, and traces this process's part in it. */
export function observeRun(
  ctx: OrgContext,
  { run }: FlowExecution,
  work: () => Promise<Execution>,
): Promise<Execution> {
  const attributes = {
    'sluice.run.id': run.id,
    'sluice.organization.id': ctx.orgId,
    'sluice.request.id': ctx.requestId,
  }
  const traceRun = async (span: Span) => {
    const execution = await work()
    if (execution.outcome !== 'ended') return execution
    const { status, error, finishedAt } = execution.end
    runEnded(status, finishedAt.getTime() - Date.parse(run.startedAt))
    if (error) span.fail(error.code)
    return execution
  }
  return Promise.resolve(traced('run', attributes, traceRun))
}

/** Counts a step that has ended. */
export function observeStep({ status, startedAt, finishedAt, record }: StoredStep): void {
  if (status === 'running' || finishedAt === null) return
  stepEnded(record.type, status, record.error?.code ?? null, finishedAt.getTime() - startedAt.getTime())
}

/** Counts and traces one request to an API. */
export function observeCall(request: OutboundRequest, send: () => Promise<Outcome>): Promise<Outcome> {
  const traceCall = async (span: Span) => {
    const outcome = await send()
    const code = outcome.ok ? null : outcome.failure.code
    const statusCode = outcome.ok ? outcome.response.statusCode : null
    upstreamCall(code, statusCode, outcome.timing.totalMs)
    if (span.isKept) span.set({ 'server.address': parseUrl(request.baseUrl)?.host })
    if (statusCode !== null) span.set({ 'http.response.status_code': statusCode })
    if (code !== null) span.fail(code)
    return outcome
  }
  return Promise.resolve(
    traced('call', { 'http.request.method': request.method }, traceCall, { kind: 'client' }),
  )
}
