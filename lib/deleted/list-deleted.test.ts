import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { endpoints } from '@/db/schema'
import { createEndpoint } from '@/lib/endpoints/create-endpoint'
import { deleteEndpoint } from '@/lib/endpoints/delete-endpoint'
import { restoreEndpoint } from '@/lib/endpoints/restore-endpoint'
import { createFlow } from '@/lib/flows/create-flow'
import { deleteFlow } from '@/lib/flows/delete-flow'
import { createFlowSchema } from '@/lib/flows/schema'
import { parseInput } from '@/lib/parse-input'
import { ownerDatabase } from '@/lib/testing/database'
import { endpointInput, newSecret } from '@/lib/testing/endpoint-input'
import { testOrganization } from '@/lib/testing/organization'
import { listDeleted } from './list-deleted'
import { type DeletedItem, listDeletedSchema } from './schema'

async function withDeleted() {
  const organization = await testOrganization()
  const { admin, editor } = organization
  const token = newSecret()
  const kept = await createEndpoint(admin, endpointInput())
  const open = await createEndpoint(admin, endpointInput())
  const closed = await createEndpoint(admin, endpointInput({ authentication: { type: 'bearer', token } }))
  const header = { name: 'X-Key', value: token, secret: true }
  const withHeader = await createEndpoint(admin, endpointInput({ defaultHeaders: [header] }))
  const flow = await createFlow(editor, createFlowSchema.parse({ name: 'Orders' }))
  for (const { id } of [open, closed, withHeader]) await deleteEndpoint(admin, { id })
  await deleteFlow(editor, { id: flow.id })
  const list = (query: object = {}, ctx = admin) => listDeleted(ctx, parseInput(listDeletedSchema, query))
  return { ...organization, token, kept, open, closed, withHeader, flow, list }
}

describe('listDeleted', () => {
  it('shows what was deleted, the latest first, by whom, and no secret', async () => {
    const { admin, editor, viewer, token, open, closed, withHeader, flow, list } = await withDeleted()
    const { data, nextCursor } = await list()
    const endpoint = { type: 'endpoint', baseUrl: 'https://api.example.com/v1', deletedBy: admin.actor.name }
    expect(data).toMatchObject([
      {
        type: 'flow',
        id: flow.id,
        name: 'Orders',
        baseUrl: null,
        needsSecrets: false,
        deletedBy: editor.actor.name,
      },
      { ...endpoint, id: withHeader.id, needsSecrets: true },
      { ...endpoint, id: closed.id, needsSecrets: true },
      { ...endpoint, id: open.id, name: open.name, needsSecrets: false },
    ])
    expect(nextCursor).toBeNull()
    for (const { deletedAt, restorableUntil } of data) {
      expect((Date.parse(restorableUntil) - Date.parse(deletedAt)) / 86_400_000).toBe(30)
    }
    expect(JSON.stringify(data)).not.toContain(token)
    expect(await list({}, viewer)).toEqual({ data, nextCursor })
  })

  it('leaves out what is back and what can’t be restored any more', async () => {
    const { admin, open, closed, withHeader, flow, list } = await withDeleted()
    await restoreEndpoint(admin, { id: open.id })
    await ownerDatabase()
      .update(endpoints)
      .set({ deletedAt: new Date(Date.now() - 30.01 * 86_400_000) })
      .where(eq(endpoints.id, closed.id))
    expect((await list()).data.map(({ id }) => id)).toEqual([flow.id, withHeader.id])
  })

  it('pages through all of it, each once', async () => {
    const { list } = await withDeleted()
    const all = (await list()).data
    const paged: DeletedItem[] = []
    let cursor: string | undefined
    do {
      const page = await list({ limit: 1, ...(cursor ? { cursor } : {}) })
      paged.push(...page.data)
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    expect(paged).toEqual(all)
    expect(all).toHaveLength(4)
  })

  it('has nothing of another organization', async () => {
    await withDeleted()
    const { admin } = await testOrganization()
    expect(await listDeleted(admin, parseInput(listDeletedSchema, {}))).toEqual({
      data: [],
      nextCursor: null,
    })
  })

  it.each([
    [{ cursor: 'x' }, 'cursor'],
    [{ limit: 0 }, 'limit'],
    [{ type: 'flow' }, 'type'],
  ])('refuses %j on its field', async (query, path) => {
    const { list } = await withDeleted()
    await expect(async () => list(query)).rejects.toMatchObject({
      code: 'invalid_input',
      fieldErrors: [{ path }],
    })
  })
})
