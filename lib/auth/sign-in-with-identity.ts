import { and, eq, ne, sql } from 'drizzle-orm'
import { type Database, type Transaction, withScope } from '@/db/client'
import { identities, users } from '@/db/schema'
import { newId } from '@/lib/new-id'
import type { RequestMeta } from '@/lib/request-meta'
import { auditPerson } from './audit-person'
import type { Identity } from './proven-identity'
import { endSessionsOf, type Session, startSession } from './sessions'
import { SignOnRefused } from './sign-on-problems'

type User = Session['user']

const account = { id: users.id, name: users.name, email: users.email }
const method = { method: 'oidc' }

/**
 * Starts a session for whom a provider vouches. The first time, the identity is linked to the account of the
 * verified email address, or to a new one, which is a member of nothing. Later the subject alone counts.
 * @throws SignOnRefused
 */
export async function signInWithIdentity(
  { db }: { db: Database },
  meta: RequestMeta,
  identity: Identity,
): Promise<Session> {
  try {
    return await enter(db, meta, identity)
  } catch (error) {
    if (!(error instanceof Overtaken)) throw error
    return enter(db, meta, identity)
  }
}

/** Another first sign-in was faster, and by now there is an account to find. */
class Overtaken extends Error {
  override readonly name = 'Overtaken'
}

async function enter(db: Database, meta: RequestMeta, identity: Identity): Promise<Session> {
  const known = await findByIdentity(db, identity)
  const found = known ?? (await findByEmail(db, identity.email))
  if (!known) await requireVerifiedEmail(db, meta, identity, found)
  const user = found ?? { id: newId(), name: identity.name, email: identity.email ?? '' }

  const entered = await withScope(db, { userId: user.id }, async (tx) => {
    if (!found) await insertUser(tx, user)
    if (!known && !(await link(tx, identity, user))) {
      await auditPerson(tx, meta, user, 'session.refused', { ...method, reason: 'other_person' })
      return null
    }
    await auditPerson(tx, meta, user, 'session.started', known ? method : { ...method, linked: true })
    return { id: await startSession(tx, user.id), user }
  })
  if (!entered) throw new SignOnRefused('other_person')
  return entered
}

async function findByIdentity(db: Database, { issuer, subject }: Identity): Promise<User | null> {
  const [found] = await db
    .select(account)
    .from(identities)
    .innerJoin(users, eq(users.id, identities.userId))
    .where(and(eq(identities.issuer, issuer), eq(identities.subject, subject)))
  return found ?? null
}

async function findByEmail(db: Database, email: string | null): Promise<User | null> {
  if (email === null) return null
  const [found] = await db
    .select(account)
    .from(users)
    .where(eq(sql`lower(${users.email})`, email))
  return found ?? null
}

/** @throws SignOnRefused */
async function requireVerifiedEmail(
  db: Database,
  meta: RequestMeta,
  { email, isEmailVerified }: Identity,
  found: User | null,
): Promise<void> {
  if (email === null) throw new SignOnRefused('no_email')
  if (isEmailVerified) return
  // An email that nobody has costs the same look at memberships, so that time tells nothing.
  const tried = found ?? { id: newId(), name: '' }
  const details = { ...method, reason: 'unverified_email' }
  await withScope(db, { userId: tried.id }, (tx) => auditPerson(tx, meta, tried, 'session.refused', details))
  throw new SignOnRefused('unverified_email')
}

/** @throws Overtaken */
async function insertUser(tx: Transaction, user: User): Promise<void> {
  const made = await tx.insert(users).values(user).onConflictDoNothing().returning()
  if (made.length === 0) throw new Overtaken()
}

/**
 * False when the account is already that of another subject of the issuer: an address that was given to somebody
 * new must not open the account of whoever had it before.
 * @throws Overtaken
 */
async function link(tx: Transaction, { issuer, subject }: Identity, user: User): Promise<boolean> {
  // Locked, so that of two subjects at once one is the first.
  const [locked] = await tx
    .select({ emailProven: users.emailProven })
    .from(users)
    .where(eq(users.id, user.id))
    .for('update')
  const others = await tx
    .select({ subject: identities.subject })
    .from(identities)
    .where(
      and(eq(identities.userId, user.id), eq(identities.issuer, issuer), ne(identities.subject, subject)),
    )
  if (others.length > 0) return false
  const made = await tx
    .insert(identities)
    .values({ issuer, subject, userId: user.id })
    .onConflictDoNothing()
    .returning()
  if (made.length === 0) throw new Overtaken()
  if (locked?.emailProven === false) await handOver(tx, user.id)
  return true
}

/** Whoever made the account had a link and not necessarily the address: they are out, and their password too. */
async function handOver(tx: Transaction, userId: string): Promise<void> {
  await tx.update(users).set({ passwordHash: null, emailProven: true }).where(eq(users.id, userId))
  await endSessionsOf(tx, userId)
}
