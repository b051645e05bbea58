import { sql } from 'drizzle-orm'
import { type Transaction, withOrg } from '@/db/client'
import { writeAuditEntry } from '@/lib/audit/write-audit-entry'
import { type OrgContext, requireRole } from '@/lib/auth/context'
import { isId } from '@/lib/new-id'
import { getRun } from './get-run'
import type { Run } from './schema'

/**
 * Asks the process that executes a run to stop it, which closes the socket. A run that has ended stays as
 * it is; asking twice is asking once.
 * @returns the run as it is now, most likely still running
 * @throws AppError `not_found`
 */
export async function cancelRun(ctx: OrgContext, { id }: { id: string }): Promise<Run> {
  requireRole(ctx, 'editor')
  if (isId(id)) await withOrg(ctx, (tx) => requestCancellation(tx, ctx, id))
  return getRun(ctx, { id })
}

async function requestCancellation(tx: Transaction, ctx: OrgContext, id: string): Promise<void> {
  const { rows } = await tx.execute<{ flowName: string }>(sql`
    update runs set cancel_requested_at = now(), revision = revision + 1
    from flows
    where runs.organization_id = ${ctx.orgId} and runs.id = ${id} and runs.status in ('queued', 'running')
      and runs.cancel_requested_at is null
      and flows.organization_id = runs.organization_id and flows.id = runs.flow_id
    returning flows.name as "flowName", pg_notify('sluice_runs', ${id}), pg_notify('sluice_run_cancel', ${id})`)
  const [run] = rows
  if (!run) return
  await writeAuditEntry(tx, ctx, {
    action: 'run.canceled',
    objectType: 'run',
    objectId: id,
    objectName: run.flowName,
  })
}
