import { randomBytes, randomUUID } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { memberships, users } from '@/db/schema'
import { findMembership, listOrganizations } from '@/lib/auth/memberships'
import { createOrganization } from '@/lib/organizations/create-organization'
import { findOrganization } from '@/lib/organizations/find-organization'
import { ownerDatabase, testDatabase } from '@/lib/testing/database'
import { testOrganization } from '@/lib/testing/organization'
import { createUser } from './create-user'

const person = (given: object = {}) => ({
  email: `${randomUUID()}@example.test`,
  name: 'Maya Chen',
  password: randomBytes(12).toString('base64url'),
  role: 'editor' as const,
  ...given,
})

describe('createUser', () => {
  it('makes an account with an argon2id hash, and a member', async () => {
    const { admin, slug } = await testOrganization()
    const input = person()
    const user = await createUser(admin, input)
    expect(user).toMatchObject({ email: input.email, created: true })
    const [row] = await ownerDatabase().select().from(users).where(eq(users.id, user.id))
    expect(row?.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(await findMembership(admin.db, user.id, slug)).toMatchObject({ slug, role: 'editor' })
  })

  it('adds an account that exists to another organization and leaves its password alone', async () => {
    const [one, two] = [await testOrganization(), await testOrganization()]
    const input = person()
    const first = await createUser(one.admin, input)
    const [before] = await ownerDatabase().select().from(users).where(eq(users.id, first.id))
    const second = await createUser(two.admin, {
      ...person(),
      email: input.email.toUpperCase(),
      role: 'viewer',
    })
    expect(second).toEqual({ ...first, created: false })
    const [after] = await ownerDatabase().select().from(users).where(eq(users.id, first.id))
    expect(after).toEqual(before)
    const list = await listOrganizations(one.admin.db, first.id)
    expect(list).toHaveLength(2)
    expect(list).toContainEqual(expect.objectContaining({ slug: one.slug, role: 'editor' }))
    expect(list).toContainEqual(expect.objectContaining({ slug: two.slug, role: 'viewer' }))
  })

  it.each([
    ['email', { email: 'no email' }],
    ['name', { name: ' ' }],
    ['password', { password: 'short' }],
    ['role', { role: 'owner' }],
  ])('refuses a bad %s', async (path, given) => {
    const { admin } = await testOrganization()
    await expect(createUser(admin, person(given))).rejects.toMatchObject({ fieldErrors: [{ path }] })
  })
})

describe('findMembership', () => {
  it('tells the role of now, and nothing once the member is removed', async () => {
    const { admin, viewer, slug, id } = await testOrganization()
    const userId = viewer.actor.id ?? ''
    const membership = and(eq(memberships.organizationId, id), eq(memberships.userId, userId))
    await ownerDatabase().update(memberships).set({ role: 'admin' }).where(membership)
    expect(await findMembership(admin.db, userId, slug)).toMatchObject({ role: 'admin' })
    await ownerDatabase().delete(memberships).where(membership)
    expect(await findMembership(admin.db, userId, slug)).toBeNull()
  })

  it('knows no organization of others', async () => {
    const [one, two] = [await testOrganization(), await testOrganization()]
    expect(await findMembership(one.admin.db, one.admin.actor.id ?? '', two.slug)).toBeNull()
  })
})

describe('createOrganization', () => {
  it('makes a slug of the name, with a number when it is taken or ours', async () => {
    const db = testDatabase()
    const name = `Ünited ${randomUUID().slice(0, 8)} APIs, Inc.`
    const slug = name.toLowerCase().replace('ü', 'u').replace(', inc.', '-inc').replaceAll(' ', '-')
    expect(await createOrganization({ db }, name)).toMatchObject({ name, slug })
    expect(await createOrganization({ db }, name)).toMatchObject({ name, slug: `${slug}-2` })
    expect((await createOrganization({ db }, 'API')).slug).toMatch(/^api-\d+$/)
    expect(await findOrganization({ db }, name)).toMatchObject({ slug })
    expect(await findOrganization({ db }, randomUUID())).toBeNull()
  })

  it.each(['   ', '\u200b', 'x'.repeat(81), 'two\nlines'])('refuses %j as a name', async (name) => {
    const refused = createOrganization({ db: testDatabase() }, name)
    await expect(refused).rejects.toMatchObject({ code: 'invalid_input' })
  })
})
