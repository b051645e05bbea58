import { type Database, withScope } from '@/db/client'
import { organizations } from '@/db/schema'
import { AppError } from '@/lib/errors'
import { newId } from '@/lib/new-id'
import { parseInput } from '@/lib/parse-input'
import { nameSchema } from '@/lib/texts'
import { slugFrom } from './slug-from'

export type Organization = { id: string; slug: string; name: string }

/** First parts of our own addresses; an organization of that name gets a number behind it. */
const reserved = new Set(['api', 'docs', 'invite', 'metrics', 'sign-in', 'sign-out', 'static', 'www'])
const tries = 1_000

/**
 * Makes an organization. Its slug comes from its name, with a number behind it when that one is taken.
 * @throws AppError `invalid_input`, or `conflict` when a thousand have the name
 */
export async function createOrganization({ db }: { db: Database }, given: string): Promise<Organization> {
  const name = parseInput(nameSchema, given)
  const base = slugFrom(name)
  for (let number = reserved.has(base) ? 2 : 1; number <= tries; number++) {
    const organization = { id: newId(), name, slug: number === 1 ? base : `${base}-${number}` }
    // The slugs of others are not visible here; only the unique index knows them.
    const made = await withScope(db, { organizationId: organization.id }, (tx) =>
      tx.insert(organizations).values(organization).onConflictDoNothing().returning(),
    )
    if (made.length > 0) return organization
  }
  throw new AppError('conflict', `Too many organizations are called “${name}”.`)
}
