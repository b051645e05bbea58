import { randomUUID } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { auditEntries, organizations } from '@/db/schema'
import { listOrganizations } from '@/lib/auth/memberships'
import { parseInput } from '@/lib/parse-input'
import { ownerDatabase, testDatabase } from '@/lib/testing/database'
import { testOrganization } from '@/lib/testing/organization'
import { createOrganization } from './create-organization'
import { findNamedOrganization } from './find-named-organization'
import { updateOrganizationSchema } from './schema'
import { updateOrganization } from './update-organization'

const newName = () => `Renamed ${randomUUID()}`

async function renamings(organizationId: string) {
  return ownerDatabase()
    .select({ name: auditEntries.objectName, details: auditEntries.details })
    .from(auditEntries)
    .where(
      and(eq(auditEntries.organizationId, organizationId), eq(auditEntries.action, 'organization.updated')),
    )
}

describe('updateOrganization', () => {
  it('gives another name, keeps the slug, and notes both names', async () => {
    const { admin, id, slug } = await testOrganization()
    const userId = admin.actor.id ?? ''
    const [before] = await listOrganizations(admin.db, userId)
    const name = newName()
    expect(await updateOrganization(admin, { name })).toEqual({ id, slug, name })
    expect(await listOrganizations(admin.db, userId)).toMatchObject([{ slug, name }])
    expect(await renamings(id)).toEqual([{ name, details: { name: { from: before?.name, to: name } } }])
  })

  it('notes nothing when the name stays', async () => {
    const { admin, id } = await testOrganization()
    const name = newName()
    await updateOrganization(admin, { name })
    await updateOrganization(admin, { name })
    expect(await renamings(id)).toHaveLength(1)
  })

  it('leaves other organizations as they are', async () => {
    const [one, other] = [await testOrganization(), await testOrganization()]
    const nameOf = async (id: string) =>
      (await ownerDatabase().select().from(organizations).where(eq(organizations.id, id)))[0]?.name
    const before = await nameOf(other.id)
    await updateOrganization(one.admin, { name: newName() })
    expect(await nameOf(other.id)).toBe(before)
  })

  it.each(['editor', 'viewer'] as const)('is refused to a member who is %s', async (role) => {
    const organization = await testOrganization()
    const refused = updateOrganization(organization[role], { name: newName() })
    await expect(refused).rejects.toMatchObject({ code: 'forbidden' })
    expect(await renamings(organization.id)).toEqual([])
  })

  it.each([
    ['name', { name: '  ' }],
    ['slug', { name: 'Fine', slug: 'mine' }],
    ['id', { name: 'Fine', id: randomUUID() }],
  ])('takes no bad %s', (path, input) => {
    expect(() => parseInput(updateOrganizationSchema, input)).toThrow(
      expect.objectContaining({ fieldErrors: [expect.objectContaining({ path })] }),
    )
  })
})

describe('findNamedOrganization', () => {
  const db = testDatabase()
  const find = (text: string) => findNamedOrganization({ db }, text)

  it('finds a renamed organization by its name, its slug and the name that it was made with', async () => {
    const { admin, id, slug } = await testOrganization()
    const [before] = await listOrganizations(admin.db, admin.actor.id ?? '')
    const name = newName()
    await updateOrganization(admin, { name })
    for (const text of [name, ` ${name.toUpperCase()} `, slug, before?.name ?? '']) {
      expect(await find(text)).toMatchObject({ id })
    }
    expect(await find(randomUUID())).toBeNull()
  })

  it('prefers who is called so today to who was, and a slug to both', async () => {
    const { admin, id, slug } = await testOrganization()
    const [before] = await listOrganizations(admin.db, admin.actor.id ?? '')
    await updateOrganization(admin, { name: newName() })
    const heir = await createOrganization({ db }, before?.name ?? '')
    expect(await find(before?.name ?? '')).toMatchObject({ id: heir.id })
    expect(await find(slug)).toMatchObject({ id })
    expect(await find(heir.slug)).toMatchObject({ id: heir.id })
  })

  it('takes the first of those that were made with one name, and asks about others', async () => {
    const name = newName()
    const first = await createOrganization({ db }, name)
    const second = await createOrganization({ db }, name)
    expect(await find(name)).toMatchObject({ id: first.id })

    const { admin, slug } = await testOrganization()
    const shared = newName()
    await updateOrganization(admin, { name: shared })
    await updateOrganization({ ...admin, orgId: second.id }, { name: shared })
    await expect(find(shared)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining(slug),
    })
    expect(await find(slug)).toMatchObject({ slug })
  })
})
