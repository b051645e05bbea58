import { EventEmitter, once } from 'node:events'
import type { Socket } from 'node:net'
import { and, eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { apiTokens, auditEntries } from '@/db/schema'
import { newId } from '@/lib/new-id'
import { json, upstreamFlow } from '@/lib/runs/testing/upstream-flow'
import { rawApiClient } from '@/lib/testing/api'
import { ownerDatabase } from '@/lib/testing/database'
import { testOrganization } from '@/lib/testing/organization'
import { createToken } from './create-token'
import { hashToken } from './hash-token'
import { listTokens } from './list-tokens'
import { revokeToken } from './revoke-token'

const entriesOf = (objectId: string) =>
  ownerDatabase()
    .select({
      organizationId: auditEntries.organizationId,
      action: auditEntries.action,
      actor: auditEntries.actorName,
      name: auditEntries.objectName,
      details: auditEntries.details,
    })
    .from(auditEntries)
    .where(and(eq(auditEntries.objectId, objectId), eq(auditEntries.objectType, 'token')))
    .orderBy(auditEntries.id)

const refusedRoles = ['editor', 'viewer'] as const

describe('createToken', () => {
  it('shows the token once, keeps only its hash, and notes who made it', async () => {
    const { admin, id: organizationId } = await testOrganization()
    const { id, token } = await createToken(admin, { name: 'CI', role: 'editor' })
    expect(token).toMatch(/^slc_[\w-]{43}$/)
    const [row] = await ownerDatabase().select().from(apiTokens).where(eq(apiTokens.id, id))
    expect(row).toMatchObject({ name: 'CI', role: 'editor', tokenHash: hashToken(token) })
    expect(row?.createdBy).toBe('Test admin')
    const entries = await entriesOf(id)
    expect(entries).toEqual([
      {
        organizationId,
        action: 'token.created',
        actor: 'Test admin',
        name: 'CI',
        details: { role: 'editor' },
      },
    ])
    expect(JSON.stringify([row, entries])).not.toContain(token)
  })

  it.each(refusedRoles)('is refused to a member who is %s', async (role) => {
    const organization = await testOrganization()
    await expect(createToken(organization[role], { name: 'CI', role: 'viewer' })).rejects.toMatchObject({
      code: 'forbidden',
    })
    expect(await listTokens(organization.admin)).toEqual([])
  })

  it.each([
    ['name', { name: '\u200b', role: 'viewer' as const }],
    ['role', { name: 'CI', role: 'owner' as 'admin' }],
  ])('refuses a bad %s', async (path, input) => {
    const { admin } = await testOrganization()
    await expect(createToken(admin, input)).rejects.toMatchObject({ fieldErrors: [{ path }] })
  })
})

describe('listTokens', () => {
  it('lists those of the organization, the newest first, and nothing of what they are', async () => {
    const [own, other] = [await testOrganization(), await testOrganization()]
    await createToken(other.admin, { name: 'Theirs', role: 'admin' })
    const first = await createToken(own.admin, { name: 'Same', role: 'viewer' })
    const second = await createToken(own.admin, { name: 'Same', role: 'admin' })
    const tokens = await listTokens(own.admin)
    const common = { name: 'Same', createdAt: expect.any(String), createdBy: 'Test admin' }
    expect(tokens).toEqual([
      { ...common, id: second.id, role: 'admin' },
      { ...common, id: first.id, role: 'viewer' },
    ])
    for (const { token } of [first, second]) {
      expect(JSON.stringify(tokens)).not.toContain(token)
      expect(JSON.stringify(tokens)).not.toContain(hashToken(token))
    }
  })

  it.each(refusedRoles)('is refused to a member who is %s', async (role) => {
    const organization = await testOrganization()
    await expect(listTokens(organization[role])).rejects.toMatchObject({ code: 'forbidden' })
  })
})

describe('revokeToken', () => {
  it('ends the token from the next request on, also where it is remembered, and leaves others', async () => {
    const { admin, id: organizationId } = await testOrganization()
    const { id, token } = await createToken(admin, { name: 'CI', role: 'viewer' })
    const { token: otherToken } = await createToken(admin, { name: 'CI', role: 'viewer' })
    const [call, other] = [rawApiClient(admin, token), rawApiClient(admin, otherToken)]
    expect(await call('GET', '/flows')).toMatchObject({ status: 200 })
    expect(await other('GET', '/flows')).toMatchObject({ status: 200 })

    expect(await revokeToken(admin, { id })).toEqual({ name: 'CI' })
    expect(await call('GET', '/flows')).toMatchObject({ status: 401, body: { code: 'unauthenticated' } })
    expect(await other('GET', '/flows')).toMatchObject({ status: 200 })
    expect(await entriesOf(id)).toMatchObject([
      { action: 'token.created' },
      {
        organizationId,
        action: 'token.revoked',
        actor: 'Test admin',
        name: 'CI',
        details: { role: 'viewer' },
      },
    ])
  })

  it('lets a run go on that the token started', async () => {
    const requests = new EventEmitter<{ request: [Socket] }>()
    const asked = once(requests, 'request')
    const upstream = await upstreamFlow({ onRequest: (socket) => requests.emit('request', socket) })
    const { admin } = upstream.organization
    const { id, token } = await createToken(admin, { name: 'Starter', role: 'editor' })
    const call = rawApiClient(admin, token)
    const answered = call('POST', `/flows/${upstream.flowId}/runs?version=draft`, { input: {} })
    const [socket] = (await asked) as [Socket]
    await revokeToken(admin, { id })
    expect(await call('GET', '/flows')).toMatchObject({ status: 401 })
    socket.write(json('{"ok":true}'))
    expect(await answered).toMatchObject({
      status: 200,
      body: { status: 'succeeded', startedBy: { type: 'token', name: 'Starter' } },
    })
  })

  it('says the same of a token of another organization, one that is gone and one that never was', async () => {
    const [own, other] = [await testOrganization(), await testOrganization()]
    const { id: foreign, token } = await createToken(other.admin, { name: 'Theirs', role: 'viewer' })
    const { id: gone } = await createToken(own.admin, { name: 'Gone', role: 'viewer' })
    await revokeToken(own.admin, { id: gone })
    for (const id of [foreign, gone, newId(), 'no id']) {
      await expect(revokeToken(own.admin, { id })).rejects.toMatchObject({
        code: 'not_found',
        message: 'We can’t find that, or you don’t have access to it.',
      })
    }
    expect(await rawApiClient(other.admin, token)('GET', '/flows')).toMatchObject({ status: 200 })
    expect(await entriesOf(foreign)).toHaveLength(1)
  })

  it.each(refusedRoles)('is refused to a member who is %s', async (role) => {
    const organization = await testOrganization()
    const { id, token } = await createToken(organization.admin, { name: 'CI', role: 'viewer' })
    await expect(revokeToken(organization[role], { id })).rejects.toMatchObject({ code: 'forbidden' })
    expect(await rawApiClient(organization.admin, token)('GET', '/flows')).toMatchObject({ status: 200 })
  })
})
