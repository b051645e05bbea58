import { and, eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { auditEntries, endpoints, endpointSecrets } from '@/db/schema'
import { newId } from '@/lib/new-id'
import { parseInput } from '@/lib/parse-input'
import { ownerDatabase } from '@/lib/testing/database'
import { endpointInput, newSecret } from '@/lib/testing/endpoint-input'
import { testOrganization } from '@/lib/testing/organization'
import { createEndpoint } from './create-endpoint'
import { deleteEndpoint } from './delete-endpoint'
import { getEndpoint } from './get-endpoint'
import { loadEndpoint } from './load-endpoint'
import { restoreEndpoint } from './restore-endpoint'
import { restoreEndpointSchema, updateEndpointSchema } from './schema'
import { updateEndpoint } from './update-endpoint'

async function withDeletedEndpoint(given: object = {}) {
  const organization = await testOrganization()
  const { admin } = organization
  const before = await createEndpoint(admin, endpointInput(given))
  const { id } = before
  await ownerDatabase()
    .update(endpoints)
    .set({ lastTest: { ok: true, statusCode: 200, code: null, at: new Date().toISOString() } })
    .where(eq(endpoints.id, id))
  await deleteEndpoint(admin, { id })
  return { ...organization, id, before }
}

describe('restoreEndpoint', () => {
  it('brings back the settings, and nothing of a secret', async () => {
    const [token, key] = [newSecret(), newSecret()]
    const { admin, id, before } = await withDeletedEndpoint({
      description: 'Invoices',
      authentication: { type: 'bearer', token },
      defaultHeaders: [
        { name: 'X-Version', value: '7' },
        { name: 'X-Key', value: key, secret: true },
      ],
    })
    const restored = await restoreEndpoint(admin, { id })
    const unset = { isSet: false, fingerprint: null, setAt: null, setBy: null }
    expect(restored).toEqual({
      ...before,
      authentication: { type: 'bearer', ...unset },
      defaultHeaders: [
        { name: 'X-Version', secret: false, value: '7' },
        { name: 'X-Key', secret: true, value: null, ...unset },
      ],
      lastTest: null,
      version: 3,
      updatedAt: expect.any(String),
    })
    expect(await getEndpoint(admin, { id })).toEqual(restored)
    expect(await loadEndpoint(admin, id)).toMatchObject({ ok: false, code: 'secret_unavailable' })
    const stored = eq(endpointSecrets.endpointId, id)
    expect(await ownerDatabase().select().from(endpointSecrets).where(stored)).toEqual([])

    const again = parseInput(updateEndpointSchema, {
      version: restored.version,
      authentication: { type: 'bearer', token },
      defaultHeaders: [
        { name: 'X-Version', value: '7' },
        { name: 'X-Key', value: key, secret: true },
      ],
    })
    await updateEndpoint(admin, { id, ...again })
    expect(await loadEndpoint(admin, id)).toMatchObject({ ok: true })
  })

  it('keeps what a test said of one without secrets, and says who restored it', async () => {
    const { admin, id, before } = await withDeletedEndpoint()
    expect(await restoreEndpoint(admin, { id })).toMatchObject({ lastTest: { ok: true } })
    expect(
      await ownerDatabase()
        .select({ name: auditEntries.objectName, details: auditEntries.details })
        .from(auditEntries)
        .where(and(eq(auditEntries.objectId, id), eq(auditEntries.action, 'endpoint.restored'))),
    ).toEqual([{ name: before.name, details: {} }])
  })

  it('does not take the name of another one, but another name', async () => {
    const { admin, id, before } = await withDeletedEndpoint()
    await createEndpoint(admin, endpointInput({ name: before.name.toUpperCase() }))
    const refused = (name: string) => ({
      code: 'invalid_input',
      fieldErrors: [{ path: 'name', message: `An endpoint named “${name}” already exists.` }],
    })
    await expect(restoreEndpoint(admin, { id })).rejects.toMatchObject(refused(before.name))
    await expect(getEndpoint(admin, { id })).rejects.toMatchObject({ code: 'not_found' })
    const taken = await createEndpoint(admin, endpointInput())
    await expect(restoreEndpoint(admin, { id, name: taken.name })).rejects.toMatchObject(refused(taken.name))
    expect(await restoreEndpoint(admin, { id, name: 'Another name' })).toMatchObject({ name: 'Another name' })
    const [entry] = await ownerDatabase()
      .select({ details: auditEntries.details })
      .from(auditEntries)
      .where(and(eq(auditEntries.objectId, id), eq(auditEntries.action, 'endpoint.restored')))
    expect(entry?.details).toEqual({ name: { from: before.name, to: 'Another name' } })
  })

  it('refuses a name that is none on its field', async () => {
    for (const name of ['', '  ', 'x'.repeat(81), 'a\nb']) {
      expect(() => parseInput(restoreEndpointSchema, { id: newId(), name })).toThrow(
        expect.objectContaining({ fieldErrors: [expect.objectContaining({ path: 'name' })] }),
      )
    }
  })

  it('says when it is there already', async () => {
    const { admin, id, before } = await withDeletedEndpoint()
    await restoreEndpoint(admin, { id })
    await expect(restoreEndpoint(admin, { id })).rejects.toMatchObject({
      code: 'conflict',
      message: `“${before.name}” was restored already.`,
    })
  })

  it('finds nothing after 30 days', async () => {
    const { admin, id } = await withDeletedEndpoint()
    const age = async (days: number) =>
      ownerDatabase()
        .update(endpoints)
        .set({ deletedAt: new Date(Date.now() - days * 86_400_000) })
        .where(eq(endpoints.id, id))
    await age(30.01)
    await expect(restoreEndpoint(admin, { id })).rejects.toMatchObject({ code: 'not_found' })
    await age(29.99)
    await expect(restoreEndpoint(admin, { id })).resolves.toMatchObject({ id })
  })

  it('gives another organization the answer of an id that never was', async () => {
    const { id } = await withDeletedEndpoint()
    const { admin } = await testOrganization()
    for (const unknown of [id, newId(), 'x']) {
      await expect(restoreEndpoint(admin, { id: unknown })).rejects.toMatchObject({ code: 'not_found' })
    }
  })

  it('is for admins', async () => {
    const { editor, viewer, id } = await withDeletedEndpoint()
    for (const ctx of [editor, viewer]) {
      await expect(restoreEndpoint(ctx, { id })).rejects.toMatchObject({ code: 'forbidden' })
    }
  })
})
