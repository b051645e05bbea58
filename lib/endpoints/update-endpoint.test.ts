import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { auditEntries, endpointSecrets } from '@/db/schema'
import type { OrgContext } from '@/lib/auth/context'
import { ownerDatabase } from '@/lib/testing/database'
import { endpointInput, newSecret } from '@/lib/testing/endpoint-input'
import { testOrganization } from '@/lib/testing/organization'
import { createEndpoint } from './create-endpoint'
import { type UpdateEndpointInput, updateEndpointSchema } from './schema'
import { updateEndpoint } from './update-endpoint'

async function openedSecrets(ctx: OrgContext, id: string): Promise<Record<string, string>> {
  const rows = await ownerDatabase().select().from(endpointSecrets).where(eq(endpointSecrets.endpointId, id))
  return Object.fromEntries(
    rows.map(({ field, sealed }) => [
      field,
      ctx.vault.open(sealed, { orgId: ctx.orgId, endpointId: id, field }),
    ]),
  )
}

function change(id: string, version: number, given: object): UpdateEndpointInput & { id: string } {
  return { id, ...updateEndpointSchema.parse({ version, ...given }) }
}

async function withSecrets() {
  const organization = await testOrganization()
  const { admin } = organization
  const [token, signature] = [newSecret(), newSecret()]
  const endpoint = await createEndpoint(
    admin,
    endpointInput({
      authentication: { type: 'bearer', token },
      defaultHeaders: [
        { name: 'X-Signature', value: signature, secret: true },
        { name: 'X-API-Version', value: '1' },
      ],
    }),
  )
  const secrets = { token, 'header:x-signature': signature }
  return { organization, admin, endpoint, token, signature, secrets }
}

describe('updateEndpoint', () => {
  it('changes what it names, keeps the rest and every secret, and counts the version up', async () => {
    const { admin, endpoint, secrets } = await withSecrets()
    const updated = await updateEndpoint(
      admin,
      change(endpoint.id, 1, { name: ' Renamed ', connectTimeoutSeconds: 5 }),
    )
    expect(updated).toMatchObject({
      ...endpoint,
      name: 'Renamed',
      connectTimeoutSeconds: 5,
      version: 2,
      updatedAt: updated.updatedAt,
    })
    expect(await openedSecrets(admin, endpoint.id)).toEqual(secrets)
  })

  it('keeps secrets that are absent, replaces those with a value, removes those that are null', async () => {
    const { admin, endpoint, signature } = await withSecrets()
    const next = newSecret()
    const replaced = await updateEndpoint(
      admin,
      change(endpoint.id, 1, { authentication: { type: 'bearer', token: next } }),
    )
    expect(replaced.authentication.fingerprint).not.toBe(endpoint.authentication.fingerprint)
    expect(await openedSecrets(admin, endpoint.id)).toEqual({ token: next, 'header:x-signature': signature })

    const cleared = await updateEndpoint(
      admin,
      change(endpoint.id, 2, {
        authentication: { type: 'bearer', token: null },
        defaultHeaders: [{ name: 'x-signature', secret: true, value: null }],
      }),
    )
    expect(cleared.authentication).toMatchObject({ type: 'bearer', isSet: false, fingerprint: null })
    expect(cleared.defaultHeaders).toMatchObject([{ name: 'x-signature', secret: true, isSet: false }])
    expect(await openedSecrets(admin, endpoint.id)).toEqual({})
  })

  it('removes the secrets of headers and of kinds of authentication that are gone', async () => {
    const { admin, endpoint } = await withSecrets()
    await updateEndpoint(
      admin,
      change(endpoint.id, 1, { authentication: { type: 'none' }, defaultHeaders: [] }),
    )
    expect(await openedSecrets(admin, endpoint.id)).toEqual({})
  })

  it('makes a plain header secret with the value that it has', async () => {
    const { admin, endpoint, secrets } = await withSecrets()
    await updateEndpoint(
      admin,
      change(endpoint.id, 1, {
        defaultHeaders: [
          { name: 'X-Signature', secret: true },
          { name: 'X-API-Version', secret: true },
        ],
      }),
    )
    expect(await openedSecrets(admin, endpoint.id)).toEqual({ ...secrets, 'header:x-api-version': '1' })
  })

  it.each([
    ['scheme', 'http://api.example.com/v1', 'api.example.com'],
    ['host', 'https://evil.example.com/v1', 'evil.example.com'],
    ['port', 'https://api.example.com:8443/v1', 'api.example.com:8443'],
  ])('wants every secret again for another %s', async (_what, baseUrl, host) => {
    const { admin, endpoint, secrets } = await withSecrets()
    const moved = { baseUrl, allowInsecure: true }
    await expect(updateEndpoint(admin, change(endpoint.id, 1, moved))).rejects.toMatchObject({
      code: 'invalid_input',
      fieldErrors: [
        { path: 'authentication.token', message: `Enter the token again to use it with ${host}.` },
        {
          path: 'defaultHeaders.0.value',
          message: `Enter the value of “X-Signature” again to use it with ${host}.`,
        },
      ],
    })
    expect(await openedSecrets(admin, endpoint.id)).toEqual(secrets)

    const [token, signature] = [newSecret(), newSecret()]
    const entered = {
      authentication: { type: 'bearer', token },
      defaultHeaders: [{ name: 'X-Signature', secret: true, value: signature }],
    }
    const updated = await updateEndpoint(admin, change(endpoint.id, 1, { ...moved, ...entered }))
    expect(updated).toMatchObject({ baseUrl, version: 2 })
    expect(await openedSecrets(admin, endpoint.id)).toEqual({ token, 'header:x-signature': signature })
  })

  it('keeps the secrets when only the path of the base URL changes, or the spelling of its host', async () => {
    const { admin, endpoint, secrets } = await withSecrets()
    await updateEndpoint(admin, change(endpoint.id, 1, { baseUrl: 'https://API.example.com:443/v2/' }))
    expect(await openedSecrets(admin, endpoint.id)).toEqual(secrets)
  })

  it('lets the origin change when the secrets are dropped on purpose', async () => {
    const { admin, endpoint } = await withSecrets()
    const moved = { baseUrl: 'https://other.example.com', authentication: { type: 'bearer', token: null } }
    await updateEndpoint(admin, change(endpoint.id, 1, { ...moved, defaultHeaders: [] }))
    expect(await openedSecrets(admin, endpoint.id)).toEqual({})
  })

  it('wants the key again for another header, and new secrets for another kind', async () => {
    const { admin } = await testOrganization()
    const key = newSecret()
    const { id } = await createEndpoint(admin, endpointInput({ authentication: { type: 'apiKey', key } }))
    const otherHeader = { authentication: { type: 'apiKey', headerName: 'X-Echo' } }
    await expect(updateEndpoint(admin, change(id, 1, otherHeader))).rejects.toMatchObject({
      fieldErrors: [{ path: 'authentication.key', message: 'Enter the key again.' }],
    })
    await expect(
      updateEndpoint(admin, change(id, 1, { authentication: { type: 'basic' } })),
    ).rejects.toMatchObject({
      fieldErrors: [
        { path: 'authentication.username', message: 'Enter the user name.' },
        { path: 'authentication.password', message: 'Enter the password.' },
      ],
    })
    const sameHeader = { authentication: { type: 'apiKey', headerName: 'authorization' } }
    await expect(updateEndpoint(admin, change(id, 1, sameHeader))).resolves.toMatchObject({ version: 2 })
    expect(await openedSecrets(admin, id)).toEqual({ key })
  })

  it('judges the sources of a header on the merged result', async () => {
    const { admin } = await testOrganization()
    const defaultHeaders = [{ name: 'X-Version', value: '1' }]
    const { id } = await createEndpoint(admin, endpointInput({ defaultHeaders }))
    const authentication = { type: 'apiKey', headerName: 'x-version', key: newSecret() }
    await expect(updateEndpoint(admin, change(id, 1, { authentication }))).rejects.toMatchObject({
      fieldErrors: [{ path: 'defaultHeaders.0.name' }],
    })
  })

  it('takes the header of the key from what is stored when the change does not name it', async () => {
    const { admin } = await testOrganization()
    const key = newSecret()
    const named = { type: 'apiKey', headerName: 'X-Custom', key }
    const { id } = await createEndpoint(admin, endpointInput({ authentication: named }))
    const authentication = { type: 'apiKey' }
    const [authorization, custom] = ['Authorization', 'x-custom'].map((name) => [
      { name, value: newSecret() },
    ])
    await expect(
      updateEndpoint(admin, change(id, 1, { authentication, defaultHeaders: authorization })),
    ).resolves.toMatchObject({ authentication: { headerName: 'X-Custom', isSet: true } })
    await expect(
      updateEndpoint(admin, change(id, 2, { authentication, defaultHeaders: custom })),
    ).rejects.toMatchObject({ fieldErrors: [{ path: 'defaultHeaders.0.name' }] })

    const plain = await createEndpoint(admin, endpointInput({ authentication: { type: 'apiKey', key } }))
    await expect(
      updateEndpoint(admin, change(plain.id, 1, { authentication, defaultHeaders: authorization })),
    ).rejects.toMatchObject({ fieldErrors: [{ path: 'defaultHeaders.0.name' }] })
  })

  it('counts the secrets that stay among what fits into a request', async () => {
    const { admin } = await testOrganization()
    const big = (name: string) => ({ name, value: name.repeat(8_000), secret: true })
    const kept = ['a', 'b'].map((name) => ({ name, secret: true }))
    const { id } = await createEndpoint(admin, endpointInput({ defaultHeaders: [big('a'), big('b')] }))
    const tooMuch = { defaultHeaders: [...kept, { name: 'c', value: 'c'.repeat(8_000) }] }
    await expect(updateEndpoint(admin, change(id, 1, tooMuch))).rejects.toMatchObject({
      code: 'invalid_input',
      fieldErrors: [
        { path: 'defaultHeaders', message: 'The headers of a request have at most 16 KiB together.' },
      ],
    })
    // 16 KiB are 16,384 bytes: two names and two values of 8,000, what stands between them, and this.
    const last = (length: number) => ({ defaultHeaders: [...kept, { name: 'c', value: 'c'.repeat(length) }] })
    const room = 16_384 - 2 * (1 + 8_000 + 4) - (1 + 4)
    await expect(updateEndpoint(admin, change(id, 1, last(room + 1)))).rejects.toMatchObject({
      fieldErrors: [{ path: 'defaultHeaders' }],
    })
    await expect(updateEndpoint(admin, change(id, 1, last(room)))).resolves.toMatchObject({ version: 2 })
    const removed = { ...kept[0], value: null }
    const swapped = { defaultHeaders: [removed, kept[1], { name: 'c', value: 'c'.repeat(8_000) }] }
    await expect(updateEndpoint(admin, change(id, 2, swapped))).resolves.toMatchObject({ version: 3 })
  })

  it('judges plain http on the merged result', async () => {
    const { admin } = await testOrganization()
    const { id } = await createEndpoint(admin, endpointInput({ baseUrl: 'http://api.example.com' }))
    const authentication = { type: 'bearer', token: newSecret() }
    await expect(updateEndpoint(admin, change(id, 1, { authentication }))).rejects.toMatchObject({
      fieldErrors: [{ path: 'baseUrl' }],
    })
    const allowed = change(id, 1, { authentication, allowInsecure: true })
    await expect(updateEndpoint(admin, allowed)).resolves.toMatchObject({ allowInsecure: true })
    await expect(updateEndpoint(admin, change(id, 2, { allowInsecure: false }))).rejects.toMatchObject({
      fieldErrors: [{ path: 'baseUrl' }],
    })
  })

  it('answers a stale version with the endpoint as it is now', async () => {
    const { admin, endpoint } = await withSecrets()
    const current = await updateEndpoint(admin, change(endpoint.id, 1, { description: 'Theirs' }))
    await expect(
      updateEndpoint(admin, change(endpoint.id, 1, { description: 'Mine' })),
    ).rejects.toMatchObject({ code: 'conflict', details: { current } })
  })

  it('lets exactly one of 100 edits from one version through', async () => {
    const { admin, endpoint, token } = await withSecrets()
    const edits = Array.from({ length: 100 }, (_, index) =>
      updateEndpoint(
        admin,
        change(endpoint.id, 1, {
          description: `Edit ${index}`,
          authentication: { type: 'bearer', token: newSecret() },
        }),
      ),
    )
    const results = await Promise.allSettled(edits)
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1)
    const refusals = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []))
    for (const refusal of refusals) {
      expect(refusal).toMatchObject({ code: 'conflict', details: { current: { version: 2 } } })
      expect(JSON.stringify(refusal.details)).not.toContain(token)
    }
  })

  it('refuses a name that is taken', async () => {
    const { admin, endpoint } = await withSecrets()
    const other = await createEndpoint(admin, endpointInput())
    await expect(updateEndpoint(admin, change(endpoint.id, 1, { name: other.name }))).rejects.toMatchObject({
      fieldErrors: [{ path: 'name', message: `An endpoint named “${other.name}” already exists.` }],
    })
  })

  it('writes nothing into the audit log of headers that were sent again as they are', async () => {
    const { admin } = await testOrganization()
    const defaultHeaders = [{ name: 'X-API-Version', value: '2023-10-16', secret: false }]
    const { id } = await createEndpoint(admin, { ...endpointInput(), defaultHeaders })
    await updateEndpoint(admin, change(id, 1, { description: 'New', defaultHeaders }))
    const [, updated] = await ownerDatabase()
      .select()
      .from(auditEntries)
      .where(eq(auditEntries.objectId, id))
      .orderBy(auditEntries.id)
    expect(updated?.details).toEqual({ changes: { description: { from: '', to: 'New' } }, version: 2 })
  })

  it('never writes the value of a header into the audit log, which may become a secret', async () => {
    const { admin } = await testOrganization()
    const [becomesSecret, before, after, staysSecret] = [newSecret(), newSecret(), newSecret(), newSecret()]
    const { id } = await createEndpoint(
      admin,
      endpointInput({
        defaultHeaders: [
          { name: 'X-P', value: becomesSecret },
          { name: 'X-Plain', value: before },
          { name: 'X-Same', value: 'same' },
          { name: 'X-S', value: staysSecret, secret: true },
        ],
      }),
    )
    await updateEndpoint(
      admin,
      change(id, 1, {
        defaultHeaders: [
          { name: 'X-P', secret: true },
          { name: 'x-plain', value: after },
          { name: 'X-Same', value: 'same' },
          { name: 'X-S', secret: true },
        ],
      }),
    )
    const entries = await ownerDatabase()
      .select()
      .from(auditEntries)
      .where(eq(auditEntries.objectId, id))
      .orderBy(auditEntries.id)
    const text = JSON.stringify(entries)
    for (const value of [becomesSecret, before, after, staysSecret]) expect(text).not.toContain(value)
    const plain = (name: string) => ({ name, secret: false })
    const secret = (name: string) => ({ name, secret: true })
    expect(entries.find(({ action }) => action === 'endpoint.updated')?.details).toEqual({
      changes: {
        defaultHeaders: {
          from: [plain('X-P'), plain('X-Plain'), plain('X-Same'), secret('X-S')],
          to: [secret('X-P'), plain('x-plain'), plain('X-Same'), secret('X-S')],
          valuesChanged: ['x-plain'],
        },
      },
      version: 2,
    })
    expect(await openedSecrets(admin, id)).toEqual({
      'header:x-p': becomesSecret,
      'header:x-s': staysSecret,
    })
  })

  it('says in the audit log that a header has another value, when nothing else of it changed', async () => {
    const { admin } = await testOrganization()
    const headers = (value: string) => ({ defaultHeaders: [{ name: 'X-P', value }] })
    const { id } = await createEndpoint(admin, endpointInput(headers('1')))
    await updateEndpoint(admin, change(id, 1, headers('2')))
    const [, updated] = await ownerDatabase()
      .select()
      .from(auditEntries)
      .where(eq(auditEntries.objectId, id))
      .orderBy(auditEntries.id)
    const same = [{ name: 'X-P', secret: false }]
    expect(updated?.details).toMatchObject({
      changes: { defaultHeaders: { from: same, to: same, valuesChanged: ['X-P'] } },
    })
  })

  it('writes what changed into the audit log, without secrets', async () => {
    const { admin, endpoint, token } = await withSecrets()
    const next = newSecret()
    const authentication = { type: 'bearer', token: next }
    await updateEndpoint(
      admin,
      change(endpoint.id, 1, { description: 'New', authentication, defaultHeaders: [] }),
    )
    const entries = await ownerDatabase()
      .select()
      .from(auditEntries)
      .where(eq(auditEntries.objectId, endpoint.id))
      .orderBy(auditEntries.id)
    expect(entries.slice(3)).toMatchObject([
      { action: 'endpoint.updated', details: { changes: { description: { from: '', to: 'New' } } } },
      { action: 'secret.replaced', details: { field: 'token' } },
      { action: 'secret.cleared', details: { field: 'header:x-signature' } },
    ])
    expect(JSON.stringify(entries)).not.toContain(token)
    expect(JSON.stringify(entries)).not.toContain(next)
  })

  it('gives another organization and an id that never was the same answer', async () => {
    const { endpoint } = await withSecrets()
    const { admin: stranger } = await testOrganization()
    const refusal = { code: 'not_found', message: 'We can’t find that, or you don’t have access to it.' }
    for (const id of [endpoint.id, '00000000-0000-7000-8000-000000000000', 'no id at all']) {
      await expect(updateEndpoint(stranger, change(id, 1, {}))).rejects.toMatchObject(refusal)
    }
  })

  it('is for admins', async () => {
    const { organization, endpoint } = await withSecrets()
    for (const ctx of [organization.editor, organization.viewer]) {
      await expect(updateEndpoint(ctx, change(endpoint.id, 1, {}))).rejects.toMatchObject({
        code: 'forbidden',
      })
    }
  })
})
