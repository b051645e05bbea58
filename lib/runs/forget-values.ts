import { sql } from 'drizzle-orm'
import type { Transaction } from '@/db/client'

/** Whole values beside records that were cut are kept only for going on with the run. */
export async function forgetValues(tx: Transaction, organizationId: string, runId: string): Promise<void> {
  await tx.execute(sql`
    update run_steps set value = null
    where organization_id = ${organizationId} and run_id = ${runId} and value is not null`)
}
