import { and, eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { auditEntries, flows } from '@/db/schema'
import { createEndpoint } from '@/lib/endpoints/create-endpoint'
import { deleteEndpoint } from '@/lib/endpoints/delete-endpoint'
import { getEndpoint } from '@/lib/endpoints/get-endpoint'
import { listEndpointUses } from '@/lib/endpoints/list-endpoint-uses'
import { restoreEndpoint } from '@/lib/endpoints/restore-endpoint'
import { newId } from '@/lib/new-id'
import { ownerDatabase } from '@/lib/testing/database'
import { endpointInput } from '@/lib/testing/endpoint-input'
import { flowUsing } from '@/lib/testing/flow-using'
import { testOrganization } from '@/lib/testing/organization'
import { createFlow } from './create-flow'
import { deleteFlow } from './delete-flow'
import { getFlow } from './get-flow'
import { publishFlow } from './publish-flow'
import { restoreFlow } from './restore-flow'

async function withDeletedFlow() {
  const organization = await testOrganization()
  const { admin, editor } = organization
  const endpoint = await createEndpoint(admin, endpointInput())
  const { id } = await createFlow(editor, flowUsing(endpoint.id))
  const before = await publishFlow(editor, { id })
  await deleteFlow(editor, { id })
  return { ...organization, endpoint, id, before }
}

describe('restoreFlow', () => {
  it('brings back the draft, what is published and the uses, and says who did it', async () => {
    const { admin, editor, endpoint, id, before } = await withDeletedFlow()
    await expect(getFlow(editor, { id })).rejects.toMatchObject({ code: 'not_found' })
    const restored = await restoreFlow({ ...editor, actor: admin.actor }, { id })
    expect(restored).toEqual({
      ...before,
      updatedAt: expect.any(String),
      updatedBy: admin.actor.name,
    })
    expect(await getFlow(editor, { id })).toEqual(restored)
    expect(await editor.reads.publishedFlow(editor.orgId, id)).toMatchObject({ flowId: id })
    expect(await listEndpointUses(editor, { id: endpoint.id })).toMatchObject([
      { flowId: id, stages: ['draft', 'published'] },
    ])
    await expect(deleteEndpoint(admin, { id: endpoint.id })).rejects.toMatchObject({ code: 'in_use' })
    expect(
      await ownerDatabase()
        .select({ actorName: auditEntries.actorName, objectName: auditEntries.objectName })
        .from(auditEntries)
        .where(and(eq(auditEntries.objectId, id), eq(auditEntries.action, 'flow.restored'))),
    ).toEqual([{ actorName: admin.actor.name, objectName: before.name }])
  })

  it('lists an endpoint that is gone among the problems, until it is back too', async () => {
    const { admin, editor, endpoint, id } = await withDeletedFlow()
    await deleteEndpoint(admin, { id: endpoint.id })
    const { problems } = await restoreFlow(editor, { id })
    expect(problems).toMatchObject([{ code: 'endpoint_deleted', nodeId: 'call' }])
    await restoreEndpoint(admin, { id: endpoint.id })
    expect((await getFlow(editor, { id })).problems).toEqual([])
    expect((await getEndpoint(editor, { id: endpoint.id })).usedBy).toBe(1)
    expect(await listEndpointUses(editor, { id: endpoint.id })).toMatchObject([
      { flowId: id, stages: ['draft', 'published'] },
    ])
  })

  it('records the use when flow and endpoint come back at once', async () => {
    const { admin, editor, endpoint, id } = await withDeletedFlow()
    for (let round = 0; round < 10; round++) {
      if (round > 0) await deleteFlow(editor, { id })
      await deleteEndpoint(admin, { id: endpoint.id })
      await Promise.all([restoreFlow(editor, { id }), restoreEndpoint(admin, { id: endpoint.id })])
      expect((await getEndpoint(editor, { id: endpoint.id })).usedBy).toBe(1)
    }
  })

  it('says when it is there already', async () => {
    const { editor, id, before } = await withDeletedFlow()
    await restoreFlow(editor, { id })
    await expect(restoreFlow(editor, { id })).rejects.toMatchObject({
      code: 'conflict',
      message: `“${before.name}” was restored already.`,
    })
  })

  it('finds nothing after 30 days', async () => {
    const { editor, id } = await withDeletedFlow()
    const age = async (days: number) =>
      ownerDatabase()
        .update(flows)
        .set({ deletedAt: new Date(Date.now() - days * 86_400_000) })
        .where(eq(flows.id, id))
    await age(30.01)
    await expect(restoreFlow(editor, { id })).rejects.toMatchObject({ code: 'not_found' })
    await age(29.99)
    await expect(restoreFlow(editor, { id })).resolves.toMatchObject({ id })
  })

  it('gives another organization the answer of an id that never was', async () => {
    const { id } = await withDeletedFlow()
    const { editor } = await testOrganization()
    for (const unknown of [id, newId(), 'x']) {
      await expect(restoreFlow(editor, { id: unknown })).rejects.toMatchObject({ code: 'not_found' })
    }
  })

  it('is for editors', async () => {
    const { viewer, admin, id } = await withDeletedFlow()
    await expect(restoreFlow(viewer, { id })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(restoreFlow(admin, { id })).resolves.toMatchObject({ id })
  })
})
