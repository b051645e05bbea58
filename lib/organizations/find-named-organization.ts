import type { Database } from '@/db/client'
import { AppError } from '@/lib/errors'
import type { Organization } from './create-organization'
import { listAllOrganizations } from './list-all-organizations'
import { slugFrom } from './slug-from'

/**
 * The organization that an operator means, who gives its slug, its name, or the name that it was made
 * with: that one stays in scripts when people rename it.
 * @throws AppError `conflict` for a name that several have
 */
export async function findNamedOrganization(
  { db }: { db: Database },
  text: string,
): Promise<Organization | null> {
  const all = await db.transaction(listAllOrganizations)
  const bySlug = (slug: string) => all.find((one) => one.slug === slug)
  const exact = bySlug(text)
  if (exact) return exact
  const named = all.filter(({ name }) => comparable(name) === comparable(text))
  const first = named.find(({ slug }) => slug === slugFrom(text))
  if (first || named.length < 2) return first ?? named[0] ?? bySlug(slugFrom(text)) ?? null
  const slugs = named.map(({ slug }) => slug).join(', ')
  throw new AppError('conflict', `Several organizations are called “${text}”. Say which one: ${slugs}.`)
}

function comparable(name: string): string {
  return name.trim().normalize('NFC').toLowerCase()
}
