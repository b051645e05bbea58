import { sql } from 'drizzle-orm'
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import { endWhenSilent } from './end-when-silent'
import { lendClient } from './lend-client'
import * as schema from './schema'

export type Database = NodePgDatabase<typeof schema> & { $client: pg.Pool }
export type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0]

const answerWithinMs = 7_000

/**
 * A pool and its Drizzle face. Limits are those of the reliability contract: 3 s to connect, 5 s a
 * statement, 10 s idle in a transaction; and a server that keeps no limits itself, because it hangs, is
 * given up after 7 s. `onPoolError` hears of idle clients that lost their server; without it the process
 * would die with the database.
 */
export function createDatabase(
  url: string,
  onPoolError: (error: Error) => void,
  options: { maxConnections?: number } = {},
): { db: Database; pool: pg.Pool } {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.maxConnections ?? 10,
    connectionTimeoutMillis: 3_000,
    statement_timeout: 5_000,
    idle_in_transaction_session_timeout: 10_000,
    application_name: 'sluice',
  })
  pool.on('error', onPoolError)
  pool.on('connect', (client) => {
    // The pool listens while a client is idle. One that is in use tells whoever waits for its answer; but
    // between two statements of a transaction nobody waits, and nobody's listening would end the process.
    client.on('error', () => {})
    endWhenSilent(client, answerWithinMs)
  })
  const db = drizzle(pool, { schema })
  db.transaction = transactionsOf(pool)
  return { db, pool }
}

/**
 * Drizzle's own takes a connection out of the pool and, when the connection turns out to be dead at `begin`,
 * never gives it back: ten of those, and the pool is empty for good. This one gives it back.
 */
function transactionsOf(pool: pg.Pool): Database['transaction'] {
  const faces = new WeakMap<pg.PoolClient, NodePgDatabase<typeof schema>>()
  return (work, config) =>
    lendClient(pool, (client) => {
      const face = faces.get(client) ?? drizzle(client, { schema })
      faces.set(client, face)
      return face.transaction(work, config)
    })
}

/** Whose rows a transaction may see. At least one; the policies in `schema/policies.ts` read them. */
export type Scope = {
  organizationId?: string
  organizationSlug?: string
  userId?: string
  tokenHash?: string
}

/**
 * Runs `work` in a transaction that row-level security limits to `scope`. The settings last as long
 * as the transaction, so the pooled connection carries nothing to its next user.
 */
export async function withScope<T>(
  db: Database,
  scope: Scope,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  return db.transaction(async (tx) => {
    await tx.execute(
      sql`select set_config('app.organization_id', ${scope.organizationId ?? ''}, true), set_config('app.organization_slug', ${scope.organizationSlug ?? ''}, true), set_config('app.user_id', ${scope.userId ?? ''}, true), set_config('app.token_hash', ${scope.tokenHash ?? ''}, true)`,
    )
    return work(tx)
  })
}

/** Runs `work` in a transaction that sees one organization's rows and no others. */
export function withOrg<T>(
  ctx: { db: Database; orgId: string },
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  return withScope(ctx.db, { organizationId: ctx.orgId }, work)
}

/** Narrows a running transaction to one organization, for work that finds out midway which it is. */
export async function narrowToOrganization(tx: Transaction, organizationId: string): Promise<void> {
  await tx.execute(sql`select set_config('app.organization_id', ${organizationId}, true)`)
}
