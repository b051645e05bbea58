import type { OrgContext } from '@/lib/auth/context'
import type { StoredStep } from '@/lib/executor/types'
import type { OutboundRequest, Outcome } from '@/lib/http/types'
import { runEnded, stepEnded, upstreamCall } from '@/lib/metrics/metrics'
import { isTracing, traced } from '@/lib/tracing/traced'
import type { Execution } from './execute-run'

/** Counts the end of a run, and traces this process's part in it. */
export function observeRun(
  ctx: OrgContext,
  run: { id: string; acceptedAt: Date },
  work: () => Promise<Execution>,
): Promise<Execution> {
  const attributes = {
    'sluice.run.id': run.id,
    'sluice.organization.id': ctx.orgId,
    'sluice.request.id': ctx.requestId,
  }
  return traced('run', attributes, async (span) => {
    const execution = await work()
    if (execution.outcome !== 'ended') return execution
    const { status, error, finishedAt } = execution.end
    runEnded(status, finishedAt.getTime() - run.acceptedAt.getTime())
    if (error) span.fail(error.code)
    return execution
  })
}

/** Counts a step that has ended. */
export function observeStep({ status, startedAt, finishedAt, record }: StoredStep): void {
  if (status === 'running' || finishedAt === null) return
  stepEnded(record.type, status, record.error?.code ?? null, finishedAt.getTime() - startedAt.getTime())
}

/** Counts and traces one request to an API. */
export function observeCall(request: OutboundRequest, send: () => Promise<Outcome>): Promise<Outcome> {
  return traced(
    'call',
    isTracing() ? { 'http.request.method': request.method, 'server.address': hostOf(request.baseUrl) } : {},
    async (span) => {
      const outcome = await send()
      const code = outcome.ok ? null : outcome.failure.code
      const statusCode = outcome.ok ? outcome.response.statusCode : null
      upstreamCall(code, statusCode, outcome.timing.totalMs)
      if (statusCode !== null) span.set({ 'http.response.status_code': statusCode })
      if (code !== null) span.fail(code)
      return outcome
    },
    { kind: 'client' },
  )
}

function hostOf(baseUrl: string): string | undefined {
  return URL.canParse(baseUrl) ? new URL(baseUrl).host : undefined
}
