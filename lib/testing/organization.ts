import { randomBytes, randomUUID } from 'node:crypto'
import type pg from 'pg'
import { afterAll } from 'vitest'
import { withScope } from '@/db/client'
import { memberships, users } from '@/db/schema'
import type { OrgContext } from '@/lib/auth/context'
import { hashPassword } from '@/lib/auth/password'
import { type Role, roles } from '@/lib/auth/roles'
import { createReads } from '@/lib/cache/create-reads'
import { createSender, type SenderOptions } from '@/lib/http/create-sender'
import { parseEgressPolicy } from '@/lib/http/egress-policy'
import { newId } from '@/lib/new-id'
import { createOrganization } from '@/lib/organizations/create-organization'
import { noRateLimits } from '@/lib/rate-limits'
import type { Services } from '@/lib/services'
import { createVault } from '@/lib/vault/create-vault'
import { parseKeyRing } from '@/lib/vault/key-ring'
import { createRunQueue } from '@/lib/runs/run-queue'
import { createRunStore } from '@/lib/runs/store/create-run-store'
import type { Database } from '@/db/client'
import { sharedRunsPool, testDatabase } from './database'

/** An organization of a test's own, with a member of each role. */
export type TestOrganization = Record<Role, OrgContext> & {
  id: string
  slug: string
  /** The password of all three, whose emails are `<role>@<slug>.test`. */
  password: string
}

const senders: { close: () => Promise<void> }[] = []
afterAll(async () => {
  await Promise.all(senders.splice(0).map((sender) => sender.close()))
})

type Runs = Pick<Services, 'runStore' | 'runQueue'>
const runs = new WeakMap<pg.Pool, Runs>()

/** One a database, as a process has one. */
function runsOf(pool: pg.Pool): Runs {
  const known = runs.get(pool)
  if (known) return known
  const runQueue = createRunQueue(pool)
  const made = { runQueue, runStore: createRunStore(pool, runQueue) }
  runs.set(pool, made)
  return made
}

const vault = createVault(parseKeyRing(`test:${randomBytes(32).toString('base64')}`))

export type TestServicesOptions = {
  /** `EGRESS_ALLOW`; without it nothing on this machine can be called. */
  allow?: string
  /** Instead of this run's database: one where workers meet nobody else's runs. */
  database?: { db: Database; runsPool: pg.Pool }
} & Partial<Pick<SenderOptions, 'resolver' | 'trustedCertificates'>>

/** Real parts on this run's database. All have one key ring, so what one seals another opens. */
export function testServices({ allow = '', database, ...options }: TestServicesOptions = {}): Services {
  const egress = parseEgressPolicy({ allow })
  const sender = createSender({ policy: egress, ...options })
  senders.push(sender)
  const db = database?.db ?? testDatabase()
  return {
    db,
    reads: createReads(db),
    vault,
    egress,
    sender,
    rateLimits: noRateLimits,
    ...runsOf(database?.runsPool ?? sharedRunsPool()),
  }
}

/** A fresh organization, which no other test knows. */
export async function testOrganization(services: Services = testServices()): Promise<TestOrganization> {
  const { db } = services
  const { id, slug } = await createOrganization({ db }, `Test ${randomUUID()}`)
  const password = randomBytes(12).toString('base64url')
  const passwordHash = await hashPassword(password)
  const members = await withScope(db, { organizationId: id }, async (tx) => {
    const people = roles.map((role) => ({
      id: newId(),
      email: `${role}@${slug}.test`,
      name: `Test ${role}`,
      passwordHash,
      role,
    }))
    await tx.insert(users).values(people)
    await tx
      .insert(memberships)
      .values(people.map(({ id: userId, role }) => ({ organizationId: id, userId, role })))
    return people
  })
  const contextOf = (role: Role): OrgContext => {
    const person = members.find((member) => member.role === role)
    if (!person) throw new Error(`No member with the role ${role}.`)
    return {
      ...services,
      orgId: id,
      orgSlug: slug,
      actor: { type: 'user', id: person.id, name: person.name },
      role,
      requestId: randomUUID(),
      address: '192.0.2.1',
    }
  }
  return {
    id,
    slug,
    password,
    admin: contextOf('admin'),
    editor: contextOf('editor'),
    viewer: contextOf('viewer'),
  }
}
