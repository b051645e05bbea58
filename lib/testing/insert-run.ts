import { V7Generator } from 'uuidv7'
import { withOrg } from '@/db/client'
import { flowVersions, runs } from '@/db/schema'
import type { OrgContext } from '@/lib/auth/context'
import { newId } from '@/lib/new-id'
import type { RunStatus } from '@/lib/runs/schema'

/** The record of a run that never took place, in the state and from the time that a test needs. */
export async function insertRun(ctx: OrgContext, flowId: string, status: RunStatus, createdAt: Date) {
  await withOrg(ctx, async (tx) => {
    const [version] = await tx
      .insert(flowVersions)
      .values({
        id: newId(),
        organizationId: ctx.orgId,
        flowId,
        draftVersion: 1,
        definition: { nodes: [], edges: [] },
      })
      .onConflictDoUpdate({
        target: [flowVersions.organizationId, flowVersions.flowId, flowVersions.draftVersion],
        set: { draftVersion: 1 },
      })
      .returning({ id: flowVersions.id })
    if (!version) throw new Error('no version to run')
    await tx.insert(runs).values({
      id: idAt(createdAt),
      organizationId: ctx.orgId,
      flowId,
      flowVersionId: version.id,
      stage: 'draft',
      status,
      input: {},
      startedByType: 'user',
      startedByName: ctx.actor.name,
      createdAt,
    })
  })
}

/** As the process that started the run would have made it then. */
function idAt(time: Date): string {
  return new V7Generator().generateOrResetCore(time.getTime(), 0).toString()
}
