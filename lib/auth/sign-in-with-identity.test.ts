import { randomUUID } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { identities, users } from '@/db/schema'
import { inviteMembers } from '@/lib/invitations/invite-members'
import { joinWithNewAccount } from '@/lib/invitations/join-with-new-account'
import { ownerDatabase } from '@/lib/testing/database'
import { testOrganization, testServices } from '@/lib/testing/organization'
import type { Identity } from './proven-identity'
import { findSession } from './sessions'
import { signIn as signInWithPassword } from './sign-in'
import { signInWithIdentity } from './sign-in-with-identity'

const services = () => testServices()
const meta = { requestId: 'test', address: '192.0.2.1' }

function newIdentity(given: Partial<Identity> = {}): Identity {
  const subject = randomUUID()
  const email = `${subject}@example.test`
  return {
    issuer: 'https://sso.example.com',
    subject,
    email,
    isEmailVerified: true,
    name: 'Maya Chen',
    ...given,
  }
}

const accounts = (email: string | null) =>
  ownerDatabase()
    .select()
    .from(users)
    .where(eq(sql`lower(${users.email})`, email ?? ''))
const links = (userId = '') => ownerDatabase().select().from(identities).where(eq(identities.userId, userId))

describe('signInWithIdentity', () => {
  it('makes one account of many first sign-ins at once, and lets all of them in', async () => {
    const identity = newIdentity()
    const { db } = services()
    const all = await Promise.all(Array.from({ length: 8 }, () => signInWithIdentity({ db }, meta, identity)))
    const [account, ...others] = await accounts(identity.email)
    expect(others).toEqual([])
    expect(new Set(all.map(({ user }) => user.id))).toEqual(new Set([account?.id]))
    expect(await links(account?.id)).toHaveLength(1)
    for (const session of all) expect(await findSession(db, session.id)).toEqual(session)
  })

  it('links one of several subjects that claim an address at once', async () => {
    const first = newIdentity()
    const { db } = services()
    const all = await Promise.allSettled(
      Array.from({ length: 4 }, () => signInWithIdentity({ db }, meta, { ...first, subject: randomUUID() })),
    )
    const refused = all.flatMap((result) => (result.status === 'rejected' ? [result.reason.problem] : []))
    expect(refused).toEqual(['other_person', 'other_person', 'other_person'])
    const [account] = await accounts(first.email)
    expect(await links(account?.id)).toHaveLength(1)
  })

  it('makes one account of a subject with two addresses at once', async () => {
    const identity = newIdentity()
    const { db } = services()
    const emails = [identity.email, `${randomUUID()}@example.test`]
    const all = await Promise.all(
      emails.map((email) => signInWithIdentity({ db }, meta, { ...identity, email })),
    )
    expect(all[0]?.user.id).toBe(all[1]?.user.id)
    expect((await Promise.all(emails.map(accounts))).flat()).toHaveLength(1)
  })

  it('knows the same person at two issuers, and the same subject at two as two people', async () => {
    const { db } = services()
    const one = newIdentity()
    const samePerson = { ...newIdentity(), email: one.email, issuer: 'https://login.example.com' }
    const sameSubject = { ...newIdentity(), subject: one.subject, issuer: 'https://login.example.com' }
    const [a, b, c] = [
      await signInWithIdentity({ db }, meta, one),
      await signInWithIdentity({ db }, meta, samePerson),
      await signInWithIdentity({ db }, meta, sameSubject),
    ]
    expect(b.user.id).toBe(a.user.id)
    expect(c.user.id).not.toBe(a.user.id)
  })

  it('leaves the password of an account that it links', async () => {
    const { slug, admin } = await testOrganization()
    const [before] = await accounts(`editor@${slug}.test`)
    await signInWithIdentity(admin, meta, newIdentity({ email: `editor@${slug}.test` }))
    const [after] = await accounts(`editor@${slug}.test`)
    expect(after).toEqual({ ...before, lastSeenAt: expect.any(Date) })
  })

  it('shuts out who joined by the link of an invitation, once the owner of its address comes', async () => {
    const { admin } = await testOrganization()
    const identity = newIdentity()
    const email = identity.email ?? ''
    const [invited] = await inviteMembers(admin, { emails: [email], role: 'viewer' })
    const token = invited?.outcome === 'invited' ? invited.token : ''
    const password = randomUUID()
    await joinWithNewAccount(services(), meta, { token, name: 'Not Maya', password })
    const signIn = () => signInWithPassword(services(), meta, { email, password })
    const theirs = await signIn()

    const { id, user } = await signInWithIdentity(services(), meta, identity)
    expect(user.id).toBe(theirs.user.id)
    expect(await findSession(services().db, theirs.id)).toBeNull()
    expect(await findSession(services().db, id)).not.toBeNull()
    await expect(signIn()).rejects.toMatchObject({ code: 'unauthenticated' })
    const again = await signInWithIdentity(services(), meta, identity)
    expect(await findSession(services().db, id)).not.toBeNull()
    expect(again.user.id).toBe(user.id)
  })
})
