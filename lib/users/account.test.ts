import { randomBytes } from 'node:crypto'
import { and, eq, inArray, sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { auditEntries, sessions, users } from '@/db/schema'
import type { OrgContext } from '@/lib/auth/context'
import { endOtherSessions, findSession, type Session } from '@/lib/auth/sessions'
import { signIn } from '@/lib/auth/sign-in'
import { newId } from '@/lib/new-id'
import { parseInput } from '@/lib/parse-input'
import { createRateLimits } from '@/lib/rate-limits'
import { ownerDatabase } from '@/lib/testing/database'
import { type TestOrganization, testOrganization, testServices } from '@/lib/testing/organization'
import { changePassword } from './change-password'
import { createUser } from './create-user'
import { getAccount } from './get-account'
import { changePasswordSchema, updateAccountSchema } from './schema'
import { updateAccount } from './update-account'

const newPassword = () => randomBytes(12).toString('base64url')

/** The viewer of an organization, at an address that no other test knows, with the limits of tries. */
async function person() {
  const services = testServices()
  const limited = { ...services, rateLimits: createRateLimits(services.db.$client) }
  const organization = await testOrganization(limited)
  const address = `2001:db8::${newId().slice(-12)}`
  const ctx: OrgContext = { ...organization.viewer, address }
  const email = `viewer@${organization.slug}.test`
  const signInWith = (password: string, from = address) =>
    signIn(limited, { requestId: 'test', address: from }, { email, password })
  return { organization, ctx, email, password: organization.password, signInWith, id: ctx.actor.id ?? '' }
}

const isAlive = async ({ db }: OrgContext, { id }: Pick<Session, 'id'>) =>
  (await findSession(db, id)) !== null

const changesIn = (organizations: TestOrganization[]) =>
  ownerDatabase()
    .select({
      organizationId: auditEntries.organizationId,
      actor: auditEntries.actorName,
      object: auditEntries.objectId,
      details: auditEntries.details,
    })
    .from(auditEntries)
    .where(
      and(
        eq(auditEntries.action, 'password.changed'),
        inArray(
          auditEntries.organizationId,
          organizations.map(({ id }) => id),
        ),
      ),
    )

const asToken = ({ organization }: { organization: TestOrganization }): OrgContext => ({
  ...organization.admin,
  actor: { type: 'token', id: newId(), name: 'CI' },
})

describe('changePassword', () => {
  it('ends every session but a fresh one, and lets only the new password in', async () => {
    const { ctx, password, signInWith } = await person()
    const [here, there] = [await signInWith(password), await signInWith(password)]
    const next = newPassword()
    const { sessionId } = await changePassword(ctx, { currentPassword: password, newPassword: next })
    expect(await isAlive(ctx, here)).toBe(false)
    expect(await isAlive(ctx, there)).toBe(false)
    expect(await findSession(ctx.db, sessionId)).toMatchObject({ user: here.user })
    await expect(signInWith(password)).rejects.toMatchObject({ code: 'unauthenticated' })
    await expect(signInWith(next)).resolves.toMatchObject({ user: here.user })
  })

  it('is noted in each organization of the person, without a password', async () => {
    const { ctx, organization, email, password, id } = await person()
    const [second, stranger] = [await testOrganization(), await testOrganization()]
    await createUser(second.admin, { email, name: 'Ignored', password: newPassword(), role: 'editor' })
    await changePassword(ctx, { currentPassword: password, newPassword: newPassword() })
    const entries = await changesIn([organization, second, stranger])
    const entry = { actor: 'Test viewer', object: id, details: {} }
    expect(entries).toHaveLength(2)
    for (const { id: organizationId } of [organization, second]) {
      expect(entries).toContainEqual({ ...entry, organizationId })
    }
  })

  it('leaves other people signed in', async () => {
    const { ctx, organization, password } = await person()
    const other = await signIn(
      testServices(),
      { requestId: 'test', address: null },
      { email: `editor@${organization.slug}.test`, password },
    )
    await changePassword(ctx, { currentPassword: password, newPassword: newPassword() })
    expect(await isAlive(ctx, other)).toBe(true)
  })

  it('says on the field that the current password is wrong, and changes nothing', async () => {
    const { ctx, organization, password, signInWith } = await person()
    const session = await signInWith(password)
    const wrong = { currentPassword: 'wrong', newPassword: newPassword() }
    await expect(changePassword(ctx, wrong)).rejects.toMatchObject({
      code: 'invalid_input',
      fieldErrors: [{ path: 'currentPassword', message: 'This is not your current password.' }],
    })
    expect(await isAlive(ctx, session)).toBe(true)
    expect(await changesIn([organization])).toEqual([])
    await expect(signInWith(password)).resolves.toMatchObject({ user: session.user })
  })

  it('counts wrong passwords together with those at sign-in, and takes them back when it succeeds', async () => {
    const { ctx, password, signInWith } = await person()
    const guess = () => changePassword(ctx, { currentPassword: 'wrong', newPassword: newPassword() })
    const refused = { code: 'invalid_input' }
    for (let count = 0; count < 2; count++) await expect(guess()).rejects.toMatchObject(refused)
    for (let count = 0; count < 2; count++) {
      await expect(signInWith('wrong')).rejects.toMatchObject({ code: 'unauthenticated' })
    }
    const next = newPassword()
    await changePassword(ctx, { currentPassword: password, newPassword: next })

    for (let count = 0; count < 5; count++) await expect(guess()).rejects.toMatchObject(refused)
    const limited = { code: 'rate_limited', retryAfterSeconds: expect.any(Number) }
    await expect(guess()).rejects.toMatchObject(limited)
    await expect(
      changePassword(ctx, { currentPassword: next, newPassword: newPassword() }),
    ).rejects.toMatchObject(limited)
    await expect(signInWith(next)).rejects.toMatchObject(limited)
    await expect(signInWith(next, '2001:db8::1')).resolves.toBeDefined()
  })

  it('of two at once lets one through', async () => {
    const { ctx, password } = await person()
    const results = await Promise.allSettled(
      [newPassword(), newPassword()].map((next) =>
        changePassword(ctx, { currentPassword: password, newPassword: next }),
      ),
    )
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  it('is not for who has no password, nor for programs', async () => {
    const given = await person()
    const input = { currentPassword: given.password, newPassword: newPassword() }
    await expect(changePassword(asToken(given), input)).rejects.toMatchObject({ code: 'forbidden' })
    await ownerDatabase().update(users).set({ passwordHash: null }).where(eq(users.id, given.id))
    await expect(changePassword(given.ctx, input)).rejects.toMatchObject({ code: 'unprocessable' })
  })

  it.each([
    ['currentPassword', { currentPassword: '', newPassword: newPassword() }],
    ['newPassword', { currentPassword: 'whatever', newPassword: 'short' }],
    ['newPassword', { currentPassword: 'the same as before', newPassword: 'the same as before' }],
    ['userId', { currentPassword: 'whatever', newPassword: newPassword(), userId: newId() }],
  ])('takes no bad %s', (path, input) => {
    expect(() => parseInput(changePasswordSchema, input)).toThrow(
      expect.objectContaining({ fieldErrors: [expect.objectContaining({ path })] }),
    )
  })
})

describe('endOtherSessions', () => {
  it('ends all but this one, of this person only, and says how many there were', async () => {
    const { ctx, organization, password, signInWith } = await person()
    const [here, there, ranOut] = [
      await signInWith(password),
      await signInWith(password),
      await signInWith(password),
    ]
    await ownerDatabase()
      .update(sessions)
      .set({ lastSeenAt: sql`now() - interval '2 days'` })
      .where(eq(sessions.id, ranOut.id))
    const other = await signIn(
      testServices(),
      { requestId: 'test', address: null },
      { email: `editor@${organization.slug}.test`, password },
    )
    expect(await getAccount(ctx, here)).toMatchObject({ otherSessions: 1 })
    expect(await endOtherSessions(ctx.db, here)).toBe(1)
    expect(await isAlive(ctx, here)).toBe(true)
    expect(await isAlive(ctx, there)).toBe(false)
    expect(await isAlive(ctx, other)).toBe(true)
    expect(await getAccount(ctx, here)).toMatchObject({ otherSessions: 0 })
    expect(await endOtherSessions(ctx.db, here)).toBe(0)
  })
})

describe('the account', () => {
  it('is that of the person who asks, and tells nothing of the password', async () => {
    const { ctx, email, password, signInWith, id } = await person()
    const session = await signInWith(password)
    expect(await getAccount(ctx, session)).toEqual({
      name: 'Test viewer',
      email,
      hasPassword: true,
      otherSessions: 0,
    })
    await ownerDatabase().update(users).set({ passwordHash: null }).where(eq(users.id, id))
    expect(await getAccount(ctx, session)).toMatchObject({ hasPassword: false })
  })

  it('gets another name, and nobody else does', async () => {
    const given = await person()
    const { ctx, organization, password, signInWith } = given
    const session = await signInWith(password)
    expect(await updateAccount(ctx, { name: 'Maya Chen' })).toEqual({ name: 'Maya Chen' })
    expect(await findSession(ctx.db, session.id)).toMatchObject({ user: { name: 'Maya Chen' } })
    const named = await ownerDatabase().select().from(users).where(eq(users.name, 'Maya Chen'))
    expect(named.filter(({ email }) => email.endsWith(`@${organization.slug}.test`))).toHaveLength(1)
    await expect(updateAccount(asToken(given), { name: 'CI' })).rejects.toMatchObject({ code: 'forbidden' })
  })

  it.each([
    ['name', { name: '' }],
    ['email', { name: 'Fine', email: 'other@example.com' }],
    ['id', { name: 'Fine', id: newId() }],
  ])('takes no bad %s', (path, input) => {
    expect(() => parseInput(updateAccountSchema, input)).toThrow(
      expect.objectContaining({ fieldErrors: [expect.objectContaining({ path })] }),
    )
  })
})
