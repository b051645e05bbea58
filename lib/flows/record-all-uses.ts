import { and, eq } from 'drizzle-orm'
import type { Transaction } from '@/db/client'
import { flowVersions } from '@/db/schema'
import { findUsedEndpoints, recordEndpointUses } from './endpoint-uses'
import type { FlowDefinition } from './schema'

type FlowRow = { id: string; definition: FlowDefinition; publishedVersionId: string | null }

/** Records anew which endpoints a flow uses, in its draft and in what triggers run. Its row is locked. */
export async function recordAllUses(tx: Transaction, orgId: string, flow: FlowRow): Promise<void> {
  const { id, definition: draft, publishedVersionId } = flow
  const [published] =
    publishedVersionId === null
      ? []
      : await tx
          .select({ definition: flowVersions.definition })
          .from(flowVersions)
          .where(and(eq(flowVersions.organizationId, orgId), eq(flowVersions.id, publishedVersionId)))
  const nodes = [...draft.nodes, ...(published?.definition.nodes ?? [])]
  // All at once: locked by turns, those of the second could be waited for in a circle.
  const existing = await findUsedEndpoints(tx, orgId, { nodes, edges: [] }, { lock: true })
  await recordEndpointUses(tx, orgId, id, 'draft', draft, existing)
  if (published) await recordEndpointUses(tx, orgId, id, 'published', published.definition, existing)
}
