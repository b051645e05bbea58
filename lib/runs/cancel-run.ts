import { sql } from 'drizzle-orm'
import { type Transaction, withOrg } from '@/db/client'
import { type AuditInput, writeAuditEntries } from '@/lib/audit/write-audit-entry'
import { type OrgContext, requireRole } from '@/lib/auth/context'
import { isId } from '@/lib/new-id'
import { forgetValues } from './forget-values'
import { getRun } from './get-run'
import { canceledError, type Run, type RunStatus } from './schema'

/**
 * Asks the process that executes a run to stop it, which closes the socket; a run that no process holds
 * is canceled at once. A run that has ended stays as it is; asking twice is asking once.
 * @returns the run as it is now, most likely still running if it was
 * @throws AppError `not_found`
 */
export async function cancelRun(ctx: OrgContext, { id }: { id: string }): Promise<Run> {
  requireRole(ctx, 'editor')
  if (isId(id)) await withOrg(ctx, (tx) => requestCancellation(tx, ctx, id))
  return getRun(ctx, { id })
}

async function requestCancellation(tx: Transaction, ctx: OrgContext, id: string): Promise<void> {
  const { rows } = await tx.execute<{ flowName: string; status: RunStatus }>(sql`
    update runs set cancel_requested_at = now(), revision = revision + 1,
      status = case when ${isWaiting} then 'canceled' else runs.status end,
      error = case when ${isWaiting} then ${JSON.stringify(canceledError)}::jsonb end,
      finished_at = case when ${isWaiting} then now() end
    from flows
    where runs.organization_id = ${ctx.orgId} and runs.id = ${id} and runs.status in ('queued', 'running')
      and runs.cancel_requested_at is null
      and flows.organization_id = runs.organization_id and flows.id = runs.flow_id
    returning flows.name as "flowName", runs.status,
      pg_notify('sluice_runs', ${id}), pg_notify('sluice_run_cancel', ${id})`)
  const [run] = rows
  if (!run) return
  const about = { objectType: 'run', objectId: id, objectName: run.flowName } as const
  const entries: AuditInput[] = [{ action: 'run.canceled', ...about }]
  if (run.status === 'canceled') {
    await tx.execute(sql`
      update run_steps set status = 'canceled', finished_at = now()
      where organization_id = ${ctx.orgId} and run_id = ${id} and status = 'running'`)
    await forgetValues(tx, ctx.orgId, id)
    entries.push({ action: 'run.finished', ...about, details: { status: 'canceled', code: 'canceled' } })
  }
  await writeAuditEntries(tx, ctx, entries)
}

/** No process holds the run, so that nobody else would end it. Whoever takes its job finds it ended. */
const isWaiting = sql`(runs.status = 'queued' or runs.suspended_until is not null)`
