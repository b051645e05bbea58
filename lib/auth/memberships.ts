import { and, asc, eq } from 'drizzle-orm'
import { type Database, withScope } from '@/db/client'
import { memberships, organizations } from '@/db/schema'
import type { Role } from './roles'

export type Membership = { id: string; slug: string; name: string; role: Role }

const columns = {
  id: organizations.id,
  slug: organizations.slug,
  name: organizations.name,
  role: memberships.role,
}

/** The role of a person in an organization as it is now, or null when they are no member. */
export async function findMembership(db: Database, userId: string, slug: string): Promise<Membership | null> {
  const [found] = await withScope(db, { userId }, (tx) =>
    tx
      .select(columns)
      .from(memberships)
      .innerJoin(organizations, eq(organizations.id, memberships.organizationId))
      .where(and(eq(memberships.userId, userId), eq(organizations.slug, slug))),
  )
  return found ?? null
}

/** Every organization of a person, by name. */
export async function listOrganizations(db: Database, userId: string): Promise<Membership[]> {
  return withScope(db, { userId }, (tx) =>
    tx
      .select(columns)
      .from(memberships)
      .innerJoin(organizations, eq(organizations.id, memberships.organizationId))
      .where(eq(memberships.userId, userId))
      .orderBy(asc(organizations.name)),
  )
}
