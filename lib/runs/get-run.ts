import { and, eq } from 'drizzle-orm'
import { type Transaction, withOrg } from '@/db/client'
import { runSteps } from '@/db/schema'
import { type OrgContext, requireRole } from '@/lib/auth/context'
import { roleIncludes } from '@/lib/auth/roles'
import { notFound } from '@/lib/errors'
import { isId } from '@/lib/new-id'
import { hideBodies } from './hide-bodies'
import { selectWhole, toSummary } from './run-rows'
import type { Run, RunStep } from './schema'
import { inOrder } from './step-rows'

/**
 * A run with its steps; for viewers without bodies.
 * @throws AppError `not_found`
 */
export async function getRun(ctx: OrgContext, { id }: { id: string }): Promise<Run> {
  requireRole(ctx, 'viewer')
  const run = await withOrg(ctx, (tx) => readRun(tx, ctx.orgId, id))
  return roleIncludes(ctx.role, 'editor') ? run : hideBodies(run)
}

async function readRun(tx: Transaction, orgId: string, id: string): Promise<Run> {
  const [row] = isId(id) ? await selectWhole(tx, orgId, id) : []
  if (!row) throw notFound()
  const { revision, input, entry, output, cancelRequestedAt } = row
  const cancelRequested = cancelRequestedAt !== null
  const steps = await readSteps(tx, orgId, id)
  return { ...toSummary(row), revision, cancelRequested, input, entry, output, steps }
}

async function readSteps(tx: Transaction, orgId: string, runId: string): Promise<RunStep[]> {
  const rows = await tx
    .select()
    .from(runSteps)
    .where(and(eq(runSteps.organizationId, orgId), eq(runSteps.runId, runId)))
  return inOrder(
    rows.map(({ position, status, startedAt, finishedAt, record, earlier }) => ({
      step: {
        position,
        status,
        startedAt: startedAt.toISOString(),
        finishedAt: finishedAt?.toISOString() ?? null,
        record,
      },
      earlier,
    })),
  )
}
