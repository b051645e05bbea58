import { randomUUID } from 'node:crypto'
import { and, eq, sql } from 'drizzle-orm'
import { describe, expect, it, vi } from 'vitest'
import { withOrg } from '@/db/client'
import { auditEntries, memberships, users } from '@/db/schema'
import { findMembership } from '@/lib/auth/memberships'
import type { OrgContext } from '@/lib/auth/context'
import type { Role } from '@/lib/auth/roles'
import { inviteMembers } from '@/lib/invitations/invite-members'
import { listInvitations } from '@/lib/invitations/list-invitations'
import { listAdminNames } from '@/lib/organizations/list-admin-names'
import { ownerDatabase } from '@/lib/testing/database'
import { type TestOrganization, testOrganization } from '@/lib/testing/organization'
import { createUser } from '@/lib/users/create-user'
import { changeRole } from './change-role'
import { listMembers } from './list-members'
import { lockMember } from './lock-member'
import { removeMember } from './remove-member'

const forbidden = { code: 'forbidden' }
const notFound = { code: 'not_found', message: 'We can’t find that, or you don’t have access to it.' }
const needsAdmin = { code: 'conflict', message: 'An organization needs at least one admin.' }

const idOf = (ctx: OrgContext) => ctx.actor.id ?? ''
const roleOf = async (ctx: OrgContext) => (await findMembership(ctx.db, idOf(ctx), ctx.orgSlug))?.role ?? null

/** Another member, as that person's own requests would have them. */
async function addMember({ admin }: TestOrganization, role: Role): Promise<OrgContext> {
  const email = `${randomUUID()}@example.test`
  const { id, name } = await createUser(admin, {
    email,
    name: 'Maya Chen',
    password: 'a long enough password',
    role,
  })
  return { ...admin, role, actor: { type: 'user', id, name } }
}

function entries({ id }: TestOrganization, objectId: string) {
  return ownerDatabase()
    .select({
      action: auditEntries.action,
      actor: auditEntries.actorName,
      object: auditEntries.objectName,
      details: auditEntries.details,
    })
    .from(auditEntries)
    .where(and(eq(auditEntries.organizationId, id), eq(auditEntries.objectId, objectId)))
    .orderBy(auditEntries.id)
}

describe('listMembers', () => {
  it('tells every role who belongs to the organization, and nobody of another', async () => {
    const [organization] = [await testOrganization(), await testOrganization()]
    const seen = new Date('2026-03-01T12:00:00.000Z')
    await ownerDatabase()
      .update(users)
      .set({ lastSeenAt: seen })
      .where(eq(users.id, idOf(organization.editor)))
    const list = await listMembers(organization.viewer)
    expect(list.map(({ name, role, isYou }) => [name, role, isYou])).toEqual([
      ['Test admin', 'admin', false],
      ['Test editor', 'editor', false],
      ['Test viewer', 'viewer', true],
    ])
    expect(list[1]).toEqual({
      id: idOf(organization.editor),
      name: 'Test editor',
      email: `editor@${organization.slug}.test`,
      role: 'editor',
      lastSeenAt: seen.toISOString(),
      isYou: false,
    })
    expect(list[0]?.lastSeenAt).toBeNull()
    expect(JSON.stringify(list)).not.toContain('argon2')
  })
})

describe('changeRole', () => {
  it('counts at the next look at the membership, and notes before and after', async () => {
    const organization = await testOrganization()
    const { admin, editor } = organization
    await changeRole(admin, { id: idOf(editor), role: 'admin' })
    expect(await roleOf(editor)).toBe('admin')
    expect(await listAdminNames(admin)).toEqual(['Test admin', 'Test editor'])
    expect(await entries(organization, idOf(editor))).toEqual([
      {
        action: 'member.role_changed',
        actor: 'Test admin',
        object: 'Test editor',
        details: { role: { from: 'editor', to: 'admin' } },
      },
    ])
    await changeRole(admin, { id: idOf(admin), role: 'viewer' })
    expect(await roleOf(admin)).toBe('viewer')
    expect(await listAdminNames(editor)).toEqual(['Test editor'])
  })

  it('notes nothing when the role stays', async () => {
    const organization = await testOrganization()
    await changeRole(organization.admin, { id: idOf(organization.admin), role: 'admin' })
    expect(await entries(organization, idOf(organization.admin))).toEqual([])
  })

  it('refuses everybody but admins, for themselves too', async () => {
    const { editor, viewer } = await testOrganization()
    for (const ctx of [editor, viewer]) {
      await expect(changeRole(ctx, { id: idOf(ctx), role: 'admin' })).rejects.toMatchObject(forbidden)
    }
    expect([await roleOf(editor), await roleOf(viewer)]).toEqual(['editor', 'viewer'])
  })

  it('finds neither members of others nor people who never were', async () => {
    const [ours, theirs] = [await testOrganization(), await testOrganization()]
    for (const id of [idOf(theirs.viewer), randomUUID()]) {
      await expect(changeRole(ours.admin, { id, role: 'admin' })).rejects.toMatchObject(notFound)
    }
    expect(await roleOf(theirs.viewer)).toBe('viewer')
  })

  it('keeps the last admin', async () => {
    const organization = await testOrganization()
    const { admin } = organization
    await expect(changeRole(admin, { id: idOf(admin), role: 'editor' })).rejects.toMatchObject(needsAdmin)
    expect(await roleOf(admin)).toBe('admin')
    expect(await entries(organization, idOf(admin))).toEqual([])
  })

  it('leaves an admin when all demote each other at once', async () => {
    const organization = await testOrganization()
    const admins = [
      organization.admin,
      await addMember(organization, 'admin'),
      await addMember(organization, 'admin'),
    ]
    const results = await Promise.allSettled(
      admins.map((ctx, index) => {
        const other = admins[(index + 1) % admins.length] ?? ctx
        return changeRole(ctx, { id: idOf(other), role: 'editor' })
      }),
    )
    const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []))
    expect(refused).toEqual([expect.objectContaining(needsAdmin)])
    expect(await listAdminNames(organization.admin)).toHaveLength(1)
  })

  it('waits for another change that is not finished, and then sees it', async () => {
    const organization = await testOrganization()
    const { admin } = organization
    const other = await addMember(organization, 'admin')
    let waiting: Promise<void> | undefined
    await withOrg(admin, async (tx) => {
      await lockMember(tx, admin.orgId, idOf(other))
      waiting = changeRole(other, { id: idOf(admin), role: 'viewer' })
      waiting.catch(() => {}) // looked at below
      await untilSomebodyWaits()
      await tx
        .update(memberships)
        .set({ role: 'viewer' })
        .where(and(eq(memberships.organizationId, admin.orgId), eq(memberships.userId, idOf(other))))
    })
    await expect(waiting).rejects.toMatchObject(needsAdmin)
    expect(await roleOf(admin)).toBe('admin')
  })
})

describe('removeMember', () => {
  it('ends a membership at the next look at it, and leaves those elsewhere', async () => {
    const [organization, elsewhere] = [await testOrganization(), await testOrganization()]
    const { admin, editor } = organization
    await ownerDatabase()
      .insert(memberships)
      .values({ organizationId: elsewhere.id, userId: idOf(editor), role: 'viewer' })
    await removeMember(admin, { id: idOf(editor) })
    expect(await roleOf(editor)).toBeNull()
    expect(await findMembership(admin.db, idOf(editor), elsewhere.slug)).toMatchObject({ role: 'viewer' })
    expect(await entries(organization, idOf(editor))).toEqual([
      { action: 'member.removed', actor: 'Test admin', object: 'Test editor', details: { role: 'editor' } },
    ])
    await expect(removeMember(admin, { id: idOf(editor) })).rejects.toMatchObject(notFound)
  })

  it('lets everybody leave, and says so', async () => {
    const organization = await testOrganization()
    await removeMember(organization.viewer, { id: idOf(organization.viewer) })
    expect(await roleOf(organization.viewer)).toBeNull()
    expect(await entries(organization, idOf(organization.viewer))).toEqual([
      { action: 'member.left', actor: 'Test viewer', object: 'Test viewer', details: { role: 'viewer' } },
    ])
  })

  it('lets nobody but admins remove others', async () => {
    const { admin, editor, viewer } = await testOrganization()
    await expect(removeMember(editor, { id: idOf(viewer) })).rejects.toMatchObject(forbidden)
    await expect(removeMember(viewer, { id: idOf(admin) })).rejects.toMatchObject(forbidden)
    // A program is nobody, whatever its id.
    const token: OrgContext = { ...viewer, actor: { type: 'token', id: idOf(viewer), name: 'CI' } }
    await expect(removeMember(token, { id: idOf(viewer) })).rejects.toMatchObject(forbidden)
    expect(await roleOf(viewer)).toBe('viewer')
  })

  it('finds neither members of others nor people who never were', async () => {
    const [ours, theirs] = [await testOrganization(), await testOrganization()]
    for (const id of [idOf(theirs.viewer), randomUUID()]) {
      await expect(removeMember(ours.admin, { id })).rejects.toMatchObject(notFound)
    }
    expect(await roleOf(theirs.viewer)).toBe('viewer')
  })

  it('keeps the last admin, who can’t leave either', async () => {
    const organization = await testOrganization()
    const { admin } = organization
    await expect(removeMember(admin, { id: idOf(admin) })).rejects.toMatchObject(needsAdmin)
    const other = await addMember(organization, 'admin')
    await removeMember(admin, { id: idOf(admin) })
    expect(await roleOf(admin)).toBeNull()
    await expect(removeMember(other, { id: idOf(other) })).rejects.toMatchObject(needsAdmin)
  })

  it('leaves an admin when two leave at once', async () => {
    const organization = await testOrganization()
    const admins = [organization.admin, await addMember(organization, 'admin')]
    const results = await Promise.allSettled(admins.map((ctx) => removeMember(ctx, { id: idOf(ctx) })))
    expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(1)
    expect(await listAdminNames(organization.admin)).toHaveLength(1)
  })

  it('takes back a link that the person was never asked to use', async () => {
    const { admin } = await testOrganization()
    const email = `${randomUUID()}@example.test`
    await inviteMembers(admin, { emails: [email, 'somebody@else.test'], role: 'admin' })
    const { id } = await createUser(admin, {
      email,
      name: 'Maya',
      password: 'a long enough password',
      role: 'viewer',
    })
    await removeMember(admin, { id })
    expect((await listInvitations(admin)).map((one) => one.email)).toEqual(['somebody@else.test'])
  })
})

/** Until a transaction waits for a row of an organization. */
async function untilSomebodyWaits(): Promise<void> {
  await vi.waitUntil(
    async () => {
      const { rows } = await ownerDatabase().execute(sql`
        select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
          and query like '%from "organizations"%for no key update%'`)
      return rows.length > 0
    },
    { timeout: 30_000 },
  )
}
