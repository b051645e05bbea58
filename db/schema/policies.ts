import { type SQL, sql } from 'drizzle-orm'
import { pgPolicy } from 'drizzle-orm/pg-core'

// A transaction-scoped set_config leaves '' behind on the connection, hence nullif: unset is no rows.
export const currentOrganizationId = sql`nullif(current_setting('app.organization_id', true), '')::uuid`
export const currentUserId = sql`nullif(current_setting('app.user_id', true), '')::uuid`
export const currentOrganizationSlug = sql`nullif(current_setting('app.organization_slug', true), '')`
export const currentTokenHash = sql`nullif(current_setting('app.token_hash', true), '')`

/** A sweep over all organizations, which no request ever is. */
export const isSweep = sql`current_setting('app.sweep', true) = 'on'`

/** Rows of the current organization, for reading and for writing. */
export function organizationPolicy(table: string) {
  const own = sql`organization_id = ${currentOrganizationId}`
  return pgPolicy(`${table}_of_organization`, { for: 'all', using: own, withCheck: own })
}

/** Rows that may also be read before the organization is known, by who asks. */
export function lookupPolicy(table: string, using: SQL) {
  return pgPolicy(`${table}_lookup`, { for: 'select', using })
}
