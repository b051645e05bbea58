import { type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import type { Transaction } from '@/db/client'
import { restorableDays } from './schema'

/** What was deleted at that time and can still be restored; nothing that was not deleted. */
export function restorable(deletedAt: SQLWrapper): SQL {
  return sql`${deletedAt} > now() - make_interval(days => ${restorableDays})`
}

/**
 * Lets one restoration in an organization wait for another: a flow and an endpoint that come back at once
 * would not see each other, and the flow's use of the endpoint would be recorded by neither.
 */
export async function restoreInTurn(tx: Transaction, orgId: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`restore ${orgId}`}, 0))`)
}
