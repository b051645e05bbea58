import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { auditEntries, endpointSecrets } from '@/db/schema'
import { ownerDatabase } from '@/lib/testing/database'
import { endpointInput, newSecret } from '@/lib/testing/endpoint-input'
import { testOrganization, testServices } from '@/lib/testing/organization'
import { createEndpoint } from './create-endpoint'

async function storedSecrets(endpointId: string) {
  return ownerDatabase().select().from(endpointSecrets).where(eq(endpointSecrets.endpointId, endpointId))
}

describe('createEndpoint', () => {
  it('stores what was entered and answers with it, without the secret', async () => {
    const { admin } = await testOrganization()
    const token = newSecret()
    const input = endpointInput({
      description: 'Bills',
      authentication: { type: 'bearer', token },
      defaultHeaders: [{ name: 'X-API-Version', value: ' 2023-10-16 ' }],
      connectTimeoutSeconds: 0.25,
      redirects: 'sameOrigin',
    })
    const endpoint = await createEndpoint(admin, input)
    expect(endpoint).toMatchObject({
      name: input.name,
      description: 'Bills',
      baseUrl: 'https://api.example.com/v1',
      defaultHeaders: [{ name: 'X-API-Version', secret: false, value: '2023-10-16' }],
      authentication: { type: 'bearer', isSet: true, setBy: admin.actor.name },
      connectTimeoutSeconds: 0.25,
      responseTimeoutSeconds: 60,
      redirects: 'sameOrigin',
      version: 1,
      usedBy: 0,
      lastTest: null,
      createdBy: admin.actor.name,
    })
    expect(endpoint.authentication.fingerprint).toMatch(/^[0-9a-f]{6}$/)
    expect(JSON.stringify(endpoint)).not.toContain(token)
  })

  it('seals each secret, bound to the organization, the endpoint and the field', async () => {
    const { admin } = await testOrganization()
    const [username, password, cookie] = [newSecret(), newSecret(), newSecret()]
    const { id } = await createEndpoint(
      admin,
      endpointInput({
        authentication: { type: 'basic', username, password },
        defaultHeaders: [{ name: 'X-Signature', value: cookie, secret: true }],
      }),
    )
    const rows = await storedSecrets(id)
    const opened = rows.map(({ field, sealed }) => [
      field,
      admin.vault.open(sealed, { orgId: admin.orgId, endpointId: id, field }),
    ])
    expect(Object.fromEntries(opened)).toEqual({ username, password, 'header:x-signature': cookie })
  })

  it.each(['Authorization', 'cookie', 'X-Api-Key', 'api-key', 'X-Auth-Token', 'Token'])(
    'keeps the header %s as a secret without being asked to',
    async (name) => {
      const { admin } = await testOrganization()
      const value = newSecret()
      const endpoint = await createEndpoint(admin, endpointInput({ defaultHeaders: [{ name, value }] }))
      expect(endpoint.defaultHeaders).toMatchObject([{ name, secret: true, value: null, isSet: true }])
      expect((await storedSecrets(endpoint.id)).map((row) => row.field)).toEqual([
        `header:${name.toLowerCase()}`,
      ])
    },
  )

  it('refuses a name that is taken in any case, and only in this organization', async () => {
    const { admin } = await testOrganization()
    const { name } = await createEndpoint(admin, endpointInput())
    const message = `An endpoint named “${name.toUpperCase()}” already exists.`
    await expect(createEndpoint(admin, endpointInput({ name: name.toUpperCase() }))).rejects.toMatchObject({
      code: 'invalid_input',
      fieldErrors: [{ path: 'name', message }],
    })
    const other = await testOrganization()
    await expect(createEndpoint(other.admin, endpointInput({ name }))).resolves.toMatchObject({ name })
  })

  it('gives one of many at once the name', async () => {
    const { admin } = await testOrganization()
    const input = endpointInput()
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => createEndpoint(admin, input)))
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1)
    const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason.code] : []))
    expect(refused).toEqual(Array(19).fill('invalid_input'))
  })

  it.each([
    'http://127.0.0.1:9000',
    'http://2130706433/',
    'https://[::1]/',
    'https://localhost/v1',
    'https://api.internal',
    'https://169.254.169.254/latest',
    'https://example.com:25',
  ])('refuses %s, which the network policy forbids', async (baseUrl) => {
    const { admin } = await testOrganization()
    await expect(createEndpoint(admin, endpointInput({ baseUrl }))).rejects.toMatchObject({
      code: 'invalid_input',
      fieldErrors: [
        { path: 'baseUrl', message: 'This address is not allowed by your organization’s network policy.' },
      ],
    })
  })

  it('refuses a secret over plain http unless an admin allows it, or the operator the target', async () => {
    const allowed = await testOrganization(testServices({ allow: '127.0.0.1:9000' }))
    const authentication = { type: 'bearer', token: newSecret() }
    const insecure = { baseUrl: 'http://api.example.com', authentication }
    await expect(createEndpoint(allowed.admin, endpointInput(insecure))).rejects.toMatchObject({
      fieldErrors: [{ path: 'baseUrl' }],
    })
    const header = { name: 'X-Signature', value: newSecret(), secret: true }
    const onlyHeader = { baseUrl: 'http://api.example.com', defaultHeaders: [header] }
    await expect(createEndpoint(allowed.admin, endpointInput(onlyHeader))).rejects.toMatchObject({
      fieldErrors: [{ path: 'baseUrl' }],
    })
    for (const accepted of [
      { ...insecure, allowInsecure: true },
      { baseUrl: 'http://api.example.com' },
      { baseUrl: 'http://127.0.0.1:9000', authentication },
    ]) {
      const { baseUrl } = accepted
      await expect(createEndpoint(allowed.admin, endpointInput(accepted))).resolves.toMatchObject({ baseUrl })
    }
  })

  it('refuses headers that are too big together', async () => {
    const { admin } = await testOrganization()
    const defaultHeaders = ['a', 'b', 'c'].map((name) => ({ name: `X-${name}`, value: 'x'.repeat(8_000) }))
    await expect(createEndpoint(admin, endpointInput({ defaultHeaders }))).rejects.toMatchObject({
      fieldErrors: [{ path: 'defaultHeaders' }],
    })
  })

  it('writes who did what into the audit log, without secrets', async () => {
    const { admin } = await testOrganization()
    const token = newSecret()
    const { id, name } = await createEndpoint(
      admin,
      endpointInput({ authentication: { type: 'bearer', token } }),
    )
    const entries = await ownerDatabase().select().from(auditEntries).where(eq(auditEntries.objectId, id))
    expect(entries).toMatchObject([
      { action: 'endpoint.created', actorName: admin.actor.name, objectName: name, address: admin.address },
      { action: 'secret.set', details: { field: 'token' }, requestId: admin.requestId },
    ])
    expect(JSON.stringify(entries)).not.toContain(token)
  })

  it('never writes the value of a header into the audit log, which may become a secret', async () => {
    const { admin } = await testOrganization()
    const value = newSecret()
    const { id } = await createEndpoint(admin, endpointInput({ defaultHeaders: [{ name: 'X-P', value }] }))
    const [created] = await ownerDatabase().select().from(auditEntries).where(eq(auditEntries.objectId, id))
    expect(created?.details).toMatchObject({ settings: { defaultHeaders: [{ name: 'X-P', secret: false }] } })
    expect(JSON.stringify(created)).not.toContain(value)
  })

  it('is for admins', async () => {
    const { editor, viewer } = await testOrganization()
    for (const ctx of [editor, viewer]) {
      await expect(createEndpoint(ctx, endpointInput())).rejects.toMatchObject({ code: 'forbidden' })
    }
  })
})
