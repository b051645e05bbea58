import { and, eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { auditEntries, endpointSecrets } from '@/db/schema'
import { ownerDatabase } from '@/lib/testing/database'
import { endpointInput, newSecret } from '@/lib/testing/endpoint-input'
import { testOrganization } from '@/lib/testing/organization'
import { createEndpoint } from './create-endpoint'
import { duplicateEndpoint } from './duplicate-endpoint'
import { loadEndpoint } from './load-endpoint'
import { updateEndpointSchema } from './schema'
import { updateEndpoint } from './update-endpoint'

describe('loadEndpoint', () => {
  it('opens every secret and lists what has to be masked', async () => {
    const { admin } = await testOrganization()
    const [username, password, signature] = [newSecret(), newSecret(), newSecret()]
    const { id, name } = await createEndpoint(
      admin,
      endpointInput({
        authentication: { type: 'basic', username, password },
        defaultHeaders: [
          { name: 'X-Signature', value: signature, secret: true },
          { name: 'X-Version', value: '1' },
        ],
        connectTimeoutSeconds: 1.5,
      }),
    )
    expect(await loadEndpoint(admin, id)).toEqual({
      ok: true,
      endpoint: {
        id,
        name,
        version: 1,
        baseUrl: 'https://api.example.com/v1',
        connectTimeoutMs: 1_500,
        responseTimeoutMs: 60_000,
        redirects: 'none',
        credential: { type: 'basic', username, password },
        defaultHeaders: [
          { name: 'X-Signature', value: signature },
          { name: 'X-Version', value: '1' },
        ],
        secretHeaderNames: ['x-signature'],
        secrets: [signature, username, password, `${username}:${password}`],
      },
    })
  })

  it('never mixes the address of one version with the secret of another', async () => {
    const { admin } = await testOrganization()
    const token = (version: number) => `token-of-version-${version}`
    const at = (version: number) => ({
      baseUrl: `https://v${version}.example.com`,
      authentication: { type: 'bearer', token: token(version) },
    })
    const { id } = await createEndpoint(admin, endpointInput(at(1)))
    let writing = true
    const writes = (async () => {
      for (let version = 1; version < 10; version++) {
        await updateEndpoint(admin, { id, ...updateEndpointSchema.parse({ version, ...at(version + 1) }) })
      }
    })().finally(() => {
      writing = false
    })
    while (writing) {
      admin.reads.forget('endpoint', admin.orgId, id) // or nearly all reads were of what is remembered
      const loaded = await loadEndpoint(admin, id)
      if (!loaded.ok) throw new Error(loaded.message)
      const { version, baseUrl, credential } = loaded.endpoint
      expect({ baseUrl, credential }).toEqual({
        baseUrl: `https://v${version}.example.com`,
        credential: { type: 'bearer', token: token(version) },
      })
    }
    await writes
  })

  it.each([
    [
      'was changed by a bit',
      (sealed: string) => `${sealed.slice(0, -2)}${sealed.at(-2) === 'A' ? 'B' : 'A'}${sealed.at(-1)}`,
    ],
    ['needs a key that is gone', (sealed: string) => sealed.replace('v1.test.', 'v1.gone.')],
    ['was never in the format', () => 'plain text'],
  ])('fails without detail for a secret that %s, and reports it', async (_what, change) => {
    const { admin, id } = await sealedEndpoint()
    await changeSealed(id, change)
    expect(await loadEndpoint(admin, id)).toMatchObject({ ok: false, code: 'secret_unavailable' })
    const entries = await ownerDatabase()
      .select()
      .from(auditEntries)
      .where(and(eq(auditEntries.objectId, id), eq(auditEntries.action, 'secret.unavailable')))
    expect(entries).toHaveLength(1)
  })

  it('fails for a secret that was copied from another endpoint', async () => {
    const { admin, id } = await sealedEndpoint()
    const other = await sealedEndpoint()
    const [row] = await ownerDatabase()
      .select()
      .from(endpointSecrets)
      .where(eq(endpointSecrets.endpointId, other.id))
    await changeSealed(id, () => row?.sealed ?? '')
    expect(await loadEndpoint(admin, id)).toMatchObject({ ok: false, code: 'secret_unavailable' })
  })

  it('fails for a secret that was removed', async () => {
    const { admin, id } = await sealedEndpoint()
    const authentication = { type: 'bearer', token: null }
    await updateEndpoint(admin, { id, ...updateEndpointSchema.parse({ version: 1, authentication }) })
    expect(await loadEndpoint(admin, id)).toMatchObject({ ok: false, code: 'secret_unavailable' })
  })

  it('answers for another organization, and for what is no id, as for a deleted one', async () => {
    const { id } = await sealedEndpoint()
    const stranger = await testOrganization()
    for (const asked of [id, '00000000-0000-7000-8000-000000000000', 'x']) {
      expect(await loadEndpoint(stranger.admin, asked)).toMatchObject({ ok: false, code: 'endpoint_deleted' })
    }
  })
})

describe('duplicateEndpoint', () => {
  it('copies settings and secrets, sealed anew for the copy', async () => {
    const { admin, id, token } = await sealedEndpoint()
    const original = await loadEndpoint(admin, id)
    const copy = await duplicateEndpoint(admin, { id })
    const again = await duplicateEndpoint(admin, { id })
    if (!original.ok) throw new Error(original.message)
    expect(copy).toMatchObject({
      name: `${original.endpoint.name} copy`,
      version: 1,
      lastTest: null,
      usedBy: 0,
    })
    expect(again.name).toBe(`${original.endpoint.name} copy 2`)
    expect(await loadEndpoint(admin, copy.id)).toMatchObject({
      ok: true,
      endpoint: { baseUrl: original.endpoint.baseUrl, credential: { type: 'bearer', token } },
    })
    expect(JSON.stringify(copy)).not.toContain(token)
  })

  it('keeps to the longest name', async () => {
    const { admin } = await testOrganization()
    const { id } = await createEndpoint(admin, endpointInput({ name: 'n'.repeat(80) }))
    expect((await duplicateEndpoint(admin, { id })).name).toBe(`${'n'.repeat(75)} copy`)
  })

  it('refuses when a secret can’t be opened, and makes no copy', async () => {
    const { admin, id } = await sealedEndpoint()
    await changeSealed(id, () => 'plain text')
    await expect(duplicateEndpoint(admin, { id })).rejects.toMatchObject({ code: 'unprocessable' })
  })

  it('is for admins of the organization', async () => {
    const { organization, id } = await sealedEndpoint()
    const stranger = await testOrganization()
    await expect(duplicateEndpoint(stranger.admin, { id })).rejects.toMatchObject({ code: 'not_found' })
    for (const ctx of [organization.editor, organization.viewer]) {
      await expect(duplicateEndpoint(ctx, { id })).rejects.toMatchObject({ code: 'forbidden' })
    }
  })
})

async function sealedEndpoint() {
  const organization = await testOrganization()
  const token = newSecret()
  const { id } = await createEndpoint(
    organization.admin,
    endpointInput({ authentication: { type: 'bearer', token } }),
  )
  return { organization, admin: organization.admin, id, token }
}

async function changeSealed(id: string, change: (sealed: string) => string): Promise<void> {
  const [row] = await ownerDatabase().select().from(endpointSecrets).where(eq(endpointSecrets.endpointId, id))
  if (!row) throw new Error('There is no secret to change.')
  await ownerDatabase()
    .update(endpointSecrets)
    .set({ sealed: change(row.sealed) })
    .where(eq(endpointSecrets.endpointId, id))
}
