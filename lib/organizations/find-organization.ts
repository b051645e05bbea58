import { eq } from 'drizzle-orm'
import { type Database, withScope } from '@/db/client'
import { organizations } from '@/db/schema'
import type { Organization } from './create-organization'
import { slugFrom } from './slug-from'

/** The organization whose slug came from that name, whatever it is called now. */
export async function findOrganization({ db }: { db: Database }, name: string): Promise<Organization | null> {
  const organizationSlug = slugFrom(name)
  const [found] = await withScope(db, { organizationSlug }, (tx) =>
    tx.select().from(organizations).where(eq(organizations.slug, organizationSlug)),
  )
  return found ? { id: found.id, slug: found.slug, name: found.name } : null
}
