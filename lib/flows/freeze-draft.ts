import { and, eq } from 'drizzle-orm'
import type { Transaction } from '@/db/client'
import { flowVersions } from '@/db/schema'
import { newId } from '@/lib/new-id'
import type { FlowDefinition } from './schema'

type Draft = { id: string; version: number; definition: FlowDefinition }

/** The frozen copy of a draft, made now unless this version of it was run or published before. */
export async function freezeDraft(tx: Transaction, orgId: string, draft: Draft) {
  const { id: flowId, version: draftVersion, definition } = draft
  await tx
    .insert(flowVersions)
    .values({ id: newId(), organizationId: orgId, flowId, draftVersion, definition })
    .onConflictDoNothing()
  const [frozen] = await tx
    .select()
    .from(flowVersions)
    .where(
      and(
        eq(flowVersions.organizationId, orgId),
        eq(flowVersions.flowId, flowId),
        eq(flowVersions.draftVersion, draftVersion),
      ),
    )
  if (!frozen) throw new Error('A frozen version vanished within its transaction.')
  return frozen
}
