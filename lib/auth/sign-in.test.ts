import { and, eq, like, sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { auditEntries, rateLimits, sessions, users } from '@/db/schema'
import { createRateLimits } from '@/lib/rate-limits'
import { ownerDatabase } from '@/lib/testing/database'
import { type TestOrganization, testOrganization, testServices } from '@/lib/testing/organization'
import { resetPassword } from '@/lib/users/reset-password'
import { newId } from '@/lib/new-id'
import { endSession, findSession } from './sessions'
import { signIn } from './sign-in'

const limited = () => {
  const services = testServices()
  return { ...services, rateLimits: createRateLimits(services.db.$client) }
}
/** An address that no other test signs in from. */
const newAddress = () => `2001:db8::${newId().slice(-12)}`
const from = (address = newAddress()) => ({ requestId: 'test', address })
const emailOf = ({ slug }: TestOrganization) => `admin@${slug}.test`
const incorrect = { code: 'unauthenticated', message: 'Email or password is incorrect.' }

async function entries(organization: TestOrganization) {
  return ownerDatabase()
    .select({ action: auditEntries.action, actor: auditEntries.actorName, address: auditEntries.address })
    .from(auditEntries)
    .where(eq(auditEntries.organizationId, organization.id))
    .orderBy(auditEntries.id)
}

describe('signIn', () => {
  it('starts a session, whatever the case of the email, and notes it', async () => {
    const organization = await testOrganization()
    const meta = from()
    const session = await signIn(limited(), meta, {
      email: ` ${emailOf(organization).toUpperCase()} `,
      password: organization.password,
    })
    expect(session.user).toMatchObject({ id: organization.admin.actor.id, name: 'Test admin' })
    expect(await findSession(organization.admin.db, session.id)).toEqual(session)
    expect(await entries(organization)).toEqual([
      { action: 'session.started', actor: 'Test admin', address: meta.address },
    ])
  })

  it('makes a new session each time', async () => {
    const organization = await testOrganization()
    const input = { email: emailOf(organization), password: organization.password }
    const [one, two] = [await signIn(limited(), from(), input), await signIn(limited(), from(), input)]
    expect(one.id).not.toBe(two.id)
  })

  it('says the same about a wrong password and an email that nobody has, and notes the first', async () => {
    const organization = await testOrganization()
    const meta = from()
    await expect(
      signIn(limited(), meta, { email: emailOf(organization), password: 'wrong' }),
    ).rejects.toMatchObject(incorrect)
    await expect(
      signIn(limited(), meta, { email: `nobody@${organization.slug}.test`, password: 'wrong' }),
    ).rejects.toMatchObject(incorrect)
    expect(await entries(organization)).toEqual([
      { action: 'session.refused', actor: 'Test admin', address: meta.address },
    ])
  })

  it('says the same of an account that has no password', async () => {
    const organization = await testOrganization()
    const email = emailOf(organization)
    await ownerDatabase().update(users).set({ passwordHash: null }).where(eq(users.email, email))
    for (const password of [organization.password, '', 'null']) {
      await expect(signIn(limited(), from(), { email, password })).rejects.toMatchObject(incorrect)
    }
  })

  it.each([
    ['an email that nobody has', () => 'nobody@nowhere.test'],
    ['an account without a password', ({ slug }: TestOrganization) => `viewer@${slug}.test`],
  ])('takes as long for %s', async (_what, without) => {
    const organization = await testOrganization()
    await ownerDatabase()
      .update(users)
      .set({ passwordHash: null })
      .where(eq(users.email, `viewer@${organization.slug}.test`))
    const services = testServices()
    const time = async (email: string) => {
      const tries: number[] = []
      for (let count = 0; count < 15; count++) {
        const start = performance.now()
        await signIn(services, from(), { email, password: 'wrong' }).catch(() => {})
        tries.push(performance.now() - start)
      }
      return tries.sort((a, b) => a - b)[7] ?? 0
    }
    await time('warm@up.test')
    const [known, unknown] = [await time(emailOf(organization)), await time(without(organization))]
    // Without the decoy an unknown email answers in a tenth of the time.
    expect(unknown).toBeGreaterThan(known / 3)
    expect(unknown).toBeLessThan(known * 3)
  })

  it('stops after five failures of one account from one address, also when all come at once', async () => {
    const organization = await testOrganization()
    const services = limited()
    const meta = from()
    const wrong = { email: emailOf(organization), password: 'wrong' }
    const results = await Promise.allSettled(Array.from({ length: 12 }, () => signIn(services, meta, wrong)))
    const codes = results.map((result) => (result.status === 'rejected' ? result.reason.code : 'ok'))
    expect(codes.filter((code) => code === 'unauthenticated')).toHaveLength(5)
    expect(codes.filter((code) => code === 'rate_limited')).toHaveLength(7)

    const right = { email: wrong.email, password: organization.password }
    await expect(signIn(services, meta, right)).rejects.toMatchObject({
      code: 'rate_limited',
      message: expect.stringMatching(/^Too many attempts\. Try again in \d+ s\.$/),
      retryAfterSeconds: expect.any(Number),
    })
    await expect(signIn(services, from(), right)).resolves.toMatchObject({ user: { name: 'Test admin' } })
  })

  it('stops after twenty failures from one address, whatever the account', async () => {
    const services = limited()
    const meta = from()
    const codes: string[] = []
    for (let count = 0; count < 22; count++) {
      const email = `nobody-${count}@nowhere.test`
      await signIn(services, meta, { email, password: 'wrong' }).catch((error) => codes.push(error.code))
    }
    expect(codes.slice(0, 20)).toEqual(Array(20).fill('unauthenticated'))
    expect(codes.slice(20)).toEqual(['rate_limited', 'rate_limited'])
  })

  it('counts successes for nothing', async () => {
    const organization = await testOrganization()
    const services = limited()
    const meta = from()
    const input = { email: emailOf(organization), password: organization.password }
    for (let count = 0; count < 24; count++) await signIn(services, meta, input)
    await expect(signIn(services, meta, input)).resolves.toMatchObject({ user: { name: 'Test admin' } })
  })

  it('makes whoever runs into the limit again wait longer', async () => {
    const services = limited()
    const meta = from()
    const wrong = { email: 'nobody@nowhere.test', password: 'wrong' }
    const waits: number[] = []
    for (let round = 0; round < 3; round++) {
      for (let count = 0; count < 5; count++) await signIn(services, meta, wrong).catch(() => {})
      await signIn(services, meta, wrong).catch((error) => waits.push(error.retryAfterSeconds))
      await expire()
    }
    expect(waits[0]).toBeLessThanOrEqual(900)
    expect(waits.slice(1)).toEqual([1_800, 3_600])

    /** Lets the waiting time pass. */
    async function expire() {
      await ownerDatabase()
        .update(rateLimits)
        .set({ expire: Date.now() - 1 })
        .where(and(like(rateLimits.key, 'sign_ins_%')))
    }
  })
})

describe('a session', () => {
  async function signedIn() {
    const organization = await testOrganization()
    const { db } = organization.admin
    const input = { email: emailOf(organization), password: organization.password }
    return { organization, db, session: await signIn(testServices(), from(), input) }
  }
  const age = (id: string, set: object) =>
    ownerDatabase().update(sessions).set(set).where(eq(sessions.id, id))

  it('ends on the server', async () => {
    const { db, session } = await signedIn()
    await endSession(db, session.id)
    expect(await findSession(db, session.id)).toBeNull()
  })

  it('ends after a day without use and after seven days with it', async () => {
    const { db, session } = await signedIn()
    await age(session.id, { lastSeenAt: sql`now() - interval '23 hours 59 minutes'` })
    expect(await findSession(db, session.id)).toEqual(session)
    await age(session.id, { lastSeenAt: sql`now() - interval '24 hours 1 second'` })
    expect(await findSession(db, session.id)).toBeNull()
    await age(session.id, { lastSeenAt: sql`now()`, createdAt: sql`now() - interval '7 days 1 second'` })
    expect(await findSession(db, session.id)).toBeNull()
  })

  it('is kept alive by being used', async () => {
    const { db, session } = await signedIn()
    await age(session.id, { lastSeenAt: sql`now() - interval '2 hours'` })
    await findSession(db, session.id)
    const [row] = await ownerDatabase().select().from(sessions).where(eq(sessions.id, session.id))
    expect(Date.now() - (row?.lastSeenAt.getTime() ?? 0)).toBeLessThan(60_000)
  })

  it('ends when the password is reset', async () => {
    const { organization, db, session } = await signedIn()
    await resetPassword({ db }, { email: emailOf(organization), password: 'a much better password' })
    expect(await findSession(db, session.id)).toBeNull()
    const old = { email: emailOf(organization), password: organization.password }
    await expect(signIn(testServices(), from(), old)).rejects.toMatchObject(incorrect)
  })
})
