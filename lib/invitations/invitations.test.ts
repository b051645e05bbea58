import { randomUUID } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { auditEntries, invitations, memberships, users } from '@/db/schema'
import { findMembership } from '@/lib/auth/memberships'
import { hashPassword, verifyPassword } from '@/lib/auth/password'
import { newId } from '@/lib/new-id'
import { createRateLimits } from '@/lib/rate-limits'
import { ownerDatabase } from '@/lib/testing/database'
import { type TestOrganization, testOrganization } from '@/lib/testing/organization'
import { acceptInvitation } from './accept-invitation'
import { findInvitation } from './find-invitation'
import { inviteMembers } from './invite-members'
import { joinWithNewAccount } from './join-with-new-account'
import { listInvitations } from './list-invitations'
import { renewInvitation } from './renew-invitation'
import { revokeInvitation } from './revoke-invitation'

const forbidden = { code: 'forbidden' }
const notFound = { code: 'not_found', message: 'We can’t find that, or you don’t have access to it.' }
const noLongerValid = {
  code: 'not_found',
  message: 'This invitation is no longer valid. Ask for a new one.',
}

const newEmail = () => `${randomUUID()}@example.test`
const from = (address = '192.0.2.7') => ({ requestId: randomUUID(), address })
const password = 'a long enough password'

/** Invites one person. */
async function invite({ admin }: TestOrganization, email = newEmail(), role: 'viewer' | 'editor' = 'editor') {
  const [outcome] = await inviteMembers(admin, { emails: [email], role })
  if (outcome?.outcome !== 'invited') throw new Error(`Not invited, but ${outcome?.outcome}`)
  const { id } = (await listInvitations(admin)).find((one) => one.email === email) ?? { id: '' }
  return { id, email, token: outcome.token }
}

const expire = (id: string) =>
  ownerDatabase()
    .update(invitations)
    .set({ expiresAt: sql`now() - interval '1 second'` })
    .where(eq(invitations.id, id))

async function newAccount(email: string, passwordHash: string | null = null) {
  const user = { id: newId(), email, name: 'Maya Chen' }
  await ownerDatabase()
    .insert(users)
    .values({ ...user, passwordHash })
  return user
}

function entries({ id }: TestOrganization) {
  return ownerDatabase()
    .select({
      action: auditEntries.action,
      actor: auditEntries.actorName,
      object: auditEntries.objectName,
      details: auditEntries.details,
    })
    .from(auditEntries)
    .where(eq(auditEntries.organizationId, id))
    .orderBy(auditEntries.id)
}

describe('inviteMembers', () => {
  it('keeps only the hash of a link, which is valid for a week', async () => {
    const organization = await testOrganization()
    const { id, email, token } = await invite(organization)
    expect(token).toMatch(/^inv_[\w-]{43}$/)
    const [row] = await ownerDatabase().select().from(invitations).where(eq(invitations.id, id))
    expect(row).toMatchObject({ organizationId: organization.id, email, role: 'editor', acceptedAt: null })
    expect(JSON.stringify(row)).not.toContain(token)
    const [{ week } = { week: null }] = await ownerDatabase()
      .select({ week: sql`${invitations.expiresAt} - ${invitations.createdAt} = interval '7 days'` })
      .from(invitations)
      .where(eq(invitations.id, id))
    expect(week).toBe(true)
    const log = await entries(organization)
    expect(log).toEqual([
      { action: 'invitation.created', actor: 'Test admin', object: email, details: { role: 'editor' } },
    ])
    expect(JSON.stringify(log)).not.toContain(token)
  })

  it('tells who is a member or invited already, and invites the others', async () => {
    const [organization, other] = [await testOrganization(), await testOrganization()]
    const pending = await invite(organization)
    const [fresh, elsewhere] = [newEmail(), newEmail()]
    await invite(other, elsewhere)
    const member = `viewer@${organization.slug}.test`
    const outcomes = await inviteMembers(organization.admin, {
      emails: [member, fresh, pending.email, `viewer@${other.slug}.test`, elsewhere],
      role: 'viewer',
    })
    expect(outcomes.map(({ outcome }) => outcome)).toEqual([
      'member',
      'invited',
      'pending',
      'invited',
      'invited',
    ])
    expect(await findInvitation(organization.admin, pending.token)).toMatchObject({ role: 'editor' })
    expect(await listInvitations(organization.admin)).toHaveLength(4)
    expect(await entries(organization)).toHaveLength(4)
  })

  it('makes an invitation that ran out anew', async () => {
    const organization = await testOrganization()
    const { id, email, token: old } = await invite(organization)
    await expire(id)
    const { token } = await invite(organization, email, 'viewer')
    expect(await findInvitation(organization.admin, old)).toBeNull()
    expect(await findInvitation(organization.admin, token)).toMatchObject({ state: 'open', role: 'viewer' })
    expect(await listInvitations(organization.admin)).toHaveLength(1)
  })

  it('invites each person once when two admins invite the same at once', async () => {
    const organization = await testOrganization()
    const emails = Array.from({ length: 20 }, newEmail)
    const [one, two] = await Promise.all([
      inviteMembers(organization.admin, { emails, role: 'viewer' }),
      inviteMembers(organization.admin, { emails: emails.toReversed(), role: 'editor' }),
    ])
    const invited = [...one, ...two].filter(({ outcome }) => outcome === 'invited')
    expect(new Set(invited.map(({ email }) => email))).toEqual(new Set(emails))
    expect(invited).toHaveLength(20)
  })
})

describe('the invitations of an organization', () => {
  it('are for its admins alone', async () => {
    const organization = await testOrganization()
    const { id } = await invite(organization)
    for (const ctx of [organization.editor, organization.viewer]) {
      const input = { emails: [newEmail()], role: 'viewer' as const }
      await expect(inviteMembers(ctx, input)).rejects.toMatchObject(forbidden)
      await expect(listInvitations(ctx)).rejects.toMatchObject(forbidden)
      await expect(renewInvitation(ctx, { id })).rejects.toMatchObject(forbidden)
      await expect(revokeInvitation(ctx, { id })).rejects.toMatchObject(forbidden)
    }
    const other = await testOrganization()
    expect(await listInvitations(other.admin)).toEqual([])
    for (const given of [id, randomUUID()]) {
      await expect(renewInvitation(other.admin, { id: given })).rejects.toMatchObject(notFound)
      await expect(revokeInvitation(other.admin, { id: given })).rejects.toMatchObject(notFound)
    }
    expect(await listInvitations(organization.admin)).toHaveLength(1)
  })

  it('are listed until they are used, without their links', async () => {
    const organization = await testOrganization()
    const { id, email, token } = await invite(organization)
    const gone = await invite(organization)
    await expire(gone.id)
    const used = await invite(organization)
    await joinWithNewAccount(organization.admin, from(), { token: used.token, name: 'Bo', password })
    const list = await listInvitations(organization.admin)
    expect(list).toHaveLength(2)
    expect(list).toContainEqual({
      id,
      email,
      role: 'editor',
      invitedBy: 'Test admin',
      expiresAt: expect.any(String),
      isExpired: false,
    })
    expect(list).toContainEqual(expect.objectContaining({ id: gone.id, isExpired: true }))
    expect(JSON.stringify(list)).not.toContain(token)
  })

  it('get another link, and the old one ends', async () => {
    const organization = await testOrganization()
    const { admin } = organization
    const { id, email, token: old } = await invite(organization)
    await expire(id)
    const renewed = await renewInvitation(admin, { id })
    expect(renewed).toEqual({ email, token: expect.stringMatching(/^inv_[\w-]{43}$/) })
    expect(await findInvitation(admin, old)).toBeNull()
    expect(await findInvitation(admin, renewed.token)).toMatchObject({ state: 'open' })
    expect((await entries(organization)).at(-1)).toEqual({
      action: 'invitation.renewed',
      actor: 'Test admin',
      object: email,
      details: { role: 'editor' },
    })
  })

  it('are taken back', async () => {
    const organization = await testOrganization()
    const { admin } = organization
    const { id, email, token } = await invite(organization)
    await revokeInvitation(admin, { id })
    expect(await findInvitation(admin, token)).toBeNull()
    await expect(revokeInvitation(admin, { id })).rejects.toMatchObject(notFound)
    await expect(joinWithNewAccount(admin, from(), { token, name: 'Bo', password })).rejects.toMatchObject(
      noLongerValid,
    )
    expect((await entries(organization)).at(-1)).toMatchObject({
      action: 'invitation.revoked',
      object: email,
    })
  })

  it('are not taken back or renewed once they are used', async () => {
    const organization = await testOrganization()
    const { admin } = organization
    const { id, token } = await invite(organization)
    await joinWithNewAccount(admin, from(), { token, name: 'Bo', password })
    await expect(revokeInvitation(admin, { id })).rejects.toMatchObject(notFound)
    await expect(renewInvitation(admin, { id })).rejects.toMatchObject(notFound)
    expect(await findInvitation(admin, token)).toMatchObject({ state: 'used' })
  })
})

describe('findInvitation', () => {
  it('shows who holds the link what they were invited to', async () => {
    const organization = await testOrganization()
    const { email, token, id } = await invite(organization)
    const found = await findInvitation(organization.admin, token)
    expect(found).toEqual({
      state: 'open',
      organization: { id: organization.id, slug: organization.slug, name: expect.stringMatching(/^Test /) },
      email,
      role: 'editor',
      invitedBy: 'Test admin',
      hasAccount: false,
    })
    await newAccount(email.toUpperCase())
    expect(await findInvitation(organization.admin, token)).toMatchObject({ hasAccount: true })
    await expire(id)
    expect(await findInvitation(organization.admin, token)).toMatchObject({ state: 'expired' })
  })

  it.each(['', 'inv_', `inv_${'A'.repeat(43)}`, '\u0000'])('knows no invitation of %j', async (token) => {
    const { admin } = await testOrganization()
    expect(await findInvitation(admin, token)).toBeNull()
  })
})

describe('joinWithNewAccount', () => {
  it('makes an account and a member, once', async () => {
    const organization = await testOrganization()
    const { admin, slug } = organization
    const { email, token, id } = await invite(organization)
    expect(await joinWithNewAccount(admin, from(), { token, name: 'Bo Li', password })).toEqual({
      email,
      slug,
    })
    const [user] = await ownerDatabase().select().from(users).where(eq(users.email, email))
    expect(user?.name).toBe('Bo Li')
    expect(await verifyPassword(password, user?.passwordHash ?? null)).toBe(true)
    expect(await findMembership(admin.db, user?.id ?? '', slug)).toMatchObject({ role: 'editor' })
    expect((await entries(organization)).at(-1)).toEqual({
      action: 'member.added',
      actor: 'Bo Li',
      object: 'Bo Li',
      details: { role: 'editor', invitation: id },
    })
    await expect(joinWithNewAccount(admin, from(), { token, name: 'Eve', password })).rejects.toMatchObject(
      noLongerValid,
    )
  })

  it('lets one of several at the same moment in, and makes nothing for the others', async () => {
    const organization = await testOrganization()
    const { email, token } = await invite(organization)
    const results = await Promise.allSettled(
      ['One', 'Two', 'Three'].map((name) =>
        joinWithNewAccount(organization.admin, from(), { token, name, password }),
      ),
    )
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await ownerDatabase().select().from(users).where(eq(users.email, email))).toHaveLength(1)
    const added = (await entries(organization)).filter(({ action }) => action === 'member.added')
    expect(added).toHaveLength(1)
  })

  it.each([null, 'has a password'])('leaves an account alone that exists (%s)', async (given) => {
    const organization = await testOrganization()
    const { email, token } = await invite(organization)
    const user = await newAccount(email.toUpperCase(), given && (await hashPassword(given)))
    await expect(
      joinWithNewAccount(organization.admin, from(), { token, name: 'Eve', password }),
    ).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('Sign in') })
    const [after] = await ownerDatabase().select().from(users).where(eq(users.id, user.id))
    expect(after?.name).toBe('Maya Chen')
    expect(await verifyPassword(password, after?.passwordHash ?? null)).toBe(false)
    expect(await findInvitation(organization.admin, token)).toMatchObject({ state: 'open' })
  })

  it('makes no account by an invitation that ran out', async () => {
    const organization = await testOrganization()
    const { id, email, token } = await invite(organization)
    await expire(id)
    await expect(
      joinWithNewAccount(organization.admin, from(), { token, name: 'Bo', password }),
    ).rejects.toMatchObject(noLongerValid)
    expect(await ownerDatabase().select().from(users).where(eq(users.email, email))).toEqual([])
  })

  it('stops after twenty failures from one address, and counts successes for nothing', async () => {
    const organization = await testOrganization()
    const { db } = organization.admin
    const services = { db, rateLimits: createRateLimits(db.$client) }
    const meta = from(`2001:db8::${newId().slice(-12)}`)
    const { token } = await invite(organization)
    await joinWithNewAccount(services, meta, { token, name: 'Bo', password })
    const codes: string[] = []
    for (let count = 0; count < 21; count++) {
      await joinWithNewAccount(services, meta, { token: `inv_${count}`, name: 'Bo', password }).catch(
        (error) => codes.push(error.code),
      )
    }
    expect(codes).toEqual([...Array(20).fill('not_found'), 'rate_limited'])
  })
})

describe('acceptInvitation', () => {
  it('makes whoever has that email a member, once', async () => {
    const organization = await testOrganization()
    const { admin, slug } = organization
    const { id, email, token } = await invite(organization)
    const user = await newAccount(email.toUpperCase())
    expect(await acceptInvitation(admin, from(), user, token)).toBe(slug)
    expect(await findMembership(admin.db, user.id, slug)).toMatchObject({ role: 'editor' })
    expect((await entries(organization)).at(-1)).toEqual({
      action: 'member.added',
      actor: 'Maya Chen',
      object: 'Maya Chen',
      details: { role: 'editor', invitation: id },
    })
    await expect(acceptInvitation(admin, from(), user, token)).rejects.toMatchObject(noLongerValid)
  })

  it('happens once when the button is pressed in several windows', async () => {
    const organization = await testOrganization()
    const { email, token } = await invite(organization)
    const user = await newAccount(email)
    const results = await Promise.allSettled(
      Array.from({ length: 4 }, () => acceptInvitation(organization.admin, from(), user, token)),
    )
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const added = (await entries(organization)).filter(({ action }) => action === 'member.added')
    expect(added).toHaveLength(1)
  })

  it('refuses everybody else, and leaves the invitation open', async () => {
    const organization = await testOrganization()
    const { token } = await invite(organization)
    const eve = await newAccount(newEmail())
    await expect(acceptInvitation(organization.admin, from(), eve, token)).rejects.toMatchObject(forbidden)
    expect(await findMembership(organization.admin.db, eve.id, organization.slug)).toBeNull()
    expect(await findInvitation(organization.admin, token)).toMatchObject({ state: 'open' })
  })

  it('leaves a member the role they have', async () => {
    const organization = await testOrganization()
    const { admin, id: orgId, slug } = organization
    const { email, token } = await invite(organization)
    const user = await newAccount(email)
    await ownerDatabase()
      .insert(memberships)
      .values({ organizationId: orgId, userId: user.id, role: 'viewer' })
    await acceptInvitation(admin, from(), user, token)
    expect(await findMembership(admin.db, user.id, slug)).toMatchObject({ role: 'viewer' })
    expect((await entries(organization)).map(({ action }) => action)).toEqual(['invitation.created'])
  })

  it('refuses one that ran out, was revoked or never was', async () => {
    const organization = await testOrganization()
    const { id, email, token } = await invite(organization)
    const user = await newAccount(email)
    await expire(id)
    for (const given of [token, `inv_${randomUUID()}`]) {
      await expect(acceptInvitation(organization.admin, from(), user, given)).rejects.toMatchObject(
        noLongerValid,
      )
    }
  })
})
