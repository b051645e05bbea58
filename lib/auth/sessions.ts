import { and, count, eq, gt, lt, ne, or, sql } from 'drizzle-orm'
import type { Database, Transaction } from '@/db/client'
import { sessions, users } from '@/db/schema'
import { newId } from '@/lib/new-id'

/** A signed-in browser. */
export type Session = { id: string; user: { id: string; name: string; email: string } }

/** Absolute: however busy a session is, after this it ends. Also the lifetime of the cookie. */
export const sessionDays = 7
/** Since it was last used. */
export const sessionIdleHours = 24
const alive = and(
  gt(sessions.lastSeenAt, sql`now() - make_interval(hours => ${sessionIdleHours})`),
  gt(sessions.createdAt, sql`now() - make_interval(days => ${sessionDays})`),
)

/** Outlives the sessions: what members see of each other is when somebody was here last. */
async function noteSeen(tx: Database | Transaction, userId: string): Promise<void> {
  await tx
    .update(users)
    .set({ lastSeenAt: sql`now()` })
    .where(eq(users.id, userId))
}

/** Starts a session and forgets those of the same person that ran out. */
export async function startSession(tx: Transaction, userId: string): Promise<string> {
  const id = newId()
  await tx.insert(sessions).values({ id, userId })
  await noteSeen(tx, userId)
  await tx
    .delete(sessions)
    .where(
      and(
        eq(sessions.userId, userId),
        or(
          lt(sessions.lastSeenAt, sql`now() - make_interval(hours => ${sessionIdleHours})`),
          lt(sessions.createdAt, sql`now() - make_interval(days => ${sessionDays})`),
        ),
      ),
    )
  return id
}

/** The session, when it has not ended: signed out, 24 h idle, or 7 days old. Notes that it was seen. */
export async function findSession(db: Database, id: string): Promise<Session | null> {
  const [row] = await db
    .select({
      id: sessions.id,
      user: { id: users.id, name: users.name, email: users.email },
      // A write a minute is enough to know who is idle for a day.
      seenLately: sql<boolean>`${sessions.lastSeenAt} > now() - interval '1 minute'`,
    })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(and(eq(sessions.id, id), alive))
  if (!row) return null
  if (!row.seenLately) {
    await db
      .update(sessions)
      .set({ lastSeenAt: sql`now()` })
      .where(eq(sessions.id, id))
    await noteSeen(db, row.user.id)
  }
  return { id: row.id, user: row.user }
}

export async function endSession(db: Database, id: string): Promise<void> {
  await db.delete(sessions).where(eq(sessions.id, id))
}

/** Signs a person out everywhere. */
export async function endSessionsOf(tx: Transaction, userId: string): Promise<void> {
  await tx.delete(sessions).where(eq(sessions.userId, userId))
}

/** Browsers of the same person that are signed in besides this one. */
export async function countOtherSessions(db: Database | Transaction, { id, user }: Session): Promise<number> {
  const [row] = await db
    .select({ count: count() })
    .from(sessions)
    .where(and(eq(sessions.userId, user.id), ne(sessions.id, id), alive))
  return row?.count ?? 0
}

/** @returns how many browsers were signed in besides this one */
export async function endOtherSessions(db: Database, session: Session): Promise<number> {
  const { id, user } = session
  return db.transaction(async (tx) => {
    const others = await countOtherSessions(tx, session)
    await tx.delete(sessions).where(and(eq(sessions.userId, user.id), ne(sessions.id, id)))
    return others
  })
}
