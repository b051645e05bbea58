import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { endpoints, endpointSecrets } from '@/db/schema'
import { createFlow } from '@/lib/flows/create-flow'
import { deleteFlow } from '@/lib/flows/delete-flow'
import { ownerDatabase } from '@/lib/testing/database'
import { endpointInput, newSecret } from '@/lib/testing/endpoint-input'
import { flowUsing } from '@/lib/testing/flow-using'
import { testOrganization } from '@/lib/testing/organization'
import { createEndpoint } from './create-endpoint'
import { deleteEndpoint } from './delete-endpoint'
import { getEndpoint } from './get-endpoint'
import { listEndpointUses } from './list-endpoint-uses'
import { loadEndpoint } from './load-endpoint'

describe('deleteEndpoint', () => {
  it('removes the secrets in the same stroke and gives the name free', async () => {
    const { admin } = await testOrganization()
    const input = endpointInput({ authentication: { type: 'bearer', token: newSecret() } })
    const { id } = await createEndpoint(admin, input)
    await deleteEndpoint(admin, { id })
    await expect(getEndpoint(admin, { id })).rejects.toMatchObject({ code: 'not_found' })
    expect(await loadEndpoint(admin, id)).toMatchObject({ ok: false, code: 'endpoint_deleted' })
    expect(
      await ownerDatabase().select().from(endpointSecrets).where(eq(endpointSecrets.endpointId, id)),
    ).toEqual([])
    const [row] = await ownerDatabase().select().from(endpoints).where(eq(endpoints.id, id))
    expect(row?.deletedAt).toBeInstanceOf(Date)
    await expect(createEndpoint(admin, input)).resolves.toMatchObject({ name: input.name })
    await expect(deleteEndpoint(admin, { id })).rejects.toMatchObject({ code: 'not_found' })
  })

  it('refuses while a flow uses it, and says which', async () => {
    const { admin, editor } = await testOrganization()
    const { id, name } = await createEndpoint(admin, endpointInput())
    const flow = await createFlow(editor, flowUsing(id))
    const uses = [
      {
        flowId: flow.id,
        flowName: flow.name,
        stages: ['draft'],
        steps: [{ nodeId: 'call', label: 'Get customer' }],
      },
    ]
    expect(await listEndpointUses(editor, { id })).toEqual(uses)
    expect((await getEndpoint(editor, { id })).usedBy).toBe(1)
    await expect(deleteEndpoint(admin, { id })).rejects.toMatchObject({
      code: 'in_use',
      message: `“${name}” is used by 1 flow.`,
      details: { usedBy: uses },
    })
    await deleteFlow(editor, { id: flow.id })
    await deleteEndpoint(admin, { id })
  })

  it('lets a use and a deletion at once never both succeed', async () => {
    const { admin, editor } = await testOrganization()
    for (let round = 0; round < 10; round++) {
      const { id } = await createEndpoint(admin, endpointInput())
      const [deleted, flow] = await Promise.allSettled([
        deleteEndpoint(admin, { id }),
        createFlow(editor, flowUsing(id)),
      ])
      if (flow.status === 'rejected') throw flow.reason
      const isUsed = flow.value.endpoints.some((endpoint) => endpoint.id === id)
      const outcome = deleted.status === 'rejected' ? deleted.reason.code : 'deleted'
      expect(outcome).toBe(isUsed ? 'in_use' : 'deleted')
    }
  })

  it('gives another organization the answer of an id that never was', async () => {
    const { admin } = await testOrganization()
    const { id } = await createEndpoint(admin, endpointInput())
    const stranger = await testOrganization()
    await expect(deleteEndpoint(stranger.admin, { id })).rejects.toMatchObject({ code: 'not_found' })
    await expect(listEndpointUses(stranger.admin, { id })).rejects.toMatchObject({ code: 'not_found' })
    await expect(getEndpoint(admin, { id })).resolves.toMatchObject({ id })
  })

  it('is for admins', async () => {
    const { admin, editor, viewer } = await testOrganization()
    const { id } = await createEndpoint(admin, endpointInput())
    for (const ctx of [editor, viewer]) {
      await expect(deleteEndpoint(ctx, { id })).rejects.toMatchObject({ code: 'forbidden' })
    }
  })
})
