import { asc, sql } from 'drizzle-orm'
import type { Transaction } from '@/db/client'
import { organizations } from '@/db/schema'
import type { Organization } from './create-organization'

/** Every organization, oldest first; for what the operator does with all of them, and for no request. */
export async function listAllOrganizations(tx: Transaction): Promise<Organization[]> {
  await tx.execute(sql`select set_config('app.sweep', 'on', true)`)
  const { id, slug, name } = organizations
  return tx.select({ id, slug, name }).from(organizations).orderBy(asc(organizations.createdAt), asc(id))
}
