import { and, eq } from 'drizzle-orm'
import type { Transaction } from '@/db/client'
import { flows, flowVersions } from '@/db/schema'
import { writeAuditEntry } from '@/lib/audit/write-audit-entry'
import type { OrgContext } from '@/lib/auth/context'
import { findUsedEndpoints, recordEndpointUses } from './endpoint-uses'
import { lockFlow } from './flow-rows'
import { freezeDraft } from './freeze-draft'
import { findProblems } from './problems'
import { publishVersion } from './publish-flow'
import { refuseNewProblems } from './refuse-new-problems'
import type { FlowDefinition } from './schema'

type Repointing = { from: { id: string; name: string }; to: { id: string; name: string } }

/**
 * Lets each API Call of a flow that uses one endpoint use another, in the draft and in the published
 * version. Frozen versions stay what their runs ran, so what triggers run becomes a new one. It counts as
 * a save, and when draft and published version differ as two: publishing that version with the other
 * endpoint, then going on with the draft.
 * @throws AppError `not_found`, or `unprocessable` when the published version could not run any more, with
 *   `details.flow` and `details.problems`; a draft may come to have problems
 */
export async function repointFlow(
  tx: Transaction,
  ctx: OrgContext,
  id: string,
  { from, to }: Repointing,
): Promise<void> {
  const flow = await lockFlow(tx, ctx.orgId, id)
  const draft = repoint(flow.definition, from.id, to.id)
  const published = await readPublished(tx, ctx.orgId, flow.publishedVersionId)
  const republished = published && repoint(published.definition, from.id, to.id)
  const hasNewerDraft = published !== null && published.draftVersion !== flow.version

  let version = flow.version + 1
  if (published && republished && republished !== published.definition) {
    refuseNewProblems(flow, to, {
      before: await problemsOf(tx, ctx.orgId, published.definition),
      after: await problemsOf(tx, ctx.orgId, republished),
    })
    const frozen = await freezeDraft(tx, ctx.orgId, { id, version, definition: republished })
    await publishVersion(tx, ctx, flow, frozen)
    if (hasNewerDraft) version++
  }
  await tx
    .update(flows)
    .set({ definition: draft, version, updatedAt: new Date(), updatedBy: ctx.actor.name })
    .where(and(eq(flows.organizationId, ctx.orgId), eq(flows.id, id)))
  const existing = await findUsedEndpoints(tx, ctx.orgId, draft, { lock: true })
  await recordEndpointUses(tx, ctx.orgId, id, 'draft', draft, existing)
  await writeAuditEntry(tx, ctx, {
    action: 'flow.updated',
    objectType: 'flow',
    objectId: id,
    objectName: flow.name,
    details: { endpoint: { from: { id: from.id, name: from.name }, to: { id: to.id, name: to.name } } },
  })
}

async function problemsOf(tx: Transaction, orgId: string, definition: FlowDefinition) {
  return findProblems(definition, {
    endpoints: await findUsedEndpoints(tx, orgId, definition, { lock: true }),
  })
}

/** The same definition when no step uses the endpoint. */
function repoint(definition: FlowDefinition, from: string, to: string): FlowDefinition {
  const uses = definition.nodes.some((node) => usesEndpoint(node, from))
  if (!uses) return definition
  return {
    ...definition,
    nodes: definition.nodes.map((node) =>
      usesEndpoint(node, from) ? { ...node, data: { ...node.data, endpointId: to } } : node,
    ) as FlowDefinition['nodes'],
  }
}

function usesEndpoint({ type, data }: FlowDefinition['nodes'][number], endpointId: string): boolean {
  return type === 'apiCall' && 'endpointId' in data && data.endpointId === endpointId
}

async function readPublished(tx: Transaction, orgId: string, versionId: string | null) {
  if (versionId === null) return null
  const [version] = await tx
    .select()
    .from(flowVersions)
    .where(and(eq(flowVersions.organizationId, orgId), eq(flowVersions.id, versionId)))
  if (!version) throw new Error('A flow points at a published version that is not there.')
  return version
}
