import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Database, withOrg } from '@/db/client'
import { flows, runs } from '@/db/schema'
import type { OrgContext } from '@/lib/auth/context'
import { findSession, startSession } from '@/lib/auth/sessions'
import { createOwnDatabase, type OwnDatabase } from '@/lib/cli/testing/own-database'
import { createEndpoint } from '@/lib/endpoints/create-endpoint'
import { deleteEndpoint } from '@/lib/endpoints/delete-endpoint'
import { createFlow } from '@/lib/flows/create-flow'
import { deleteFlow } from '@/lib/flows/delete-flow'
import { freezeDraft } from '@/lib/flows/freeze-draft'
import { publishFlow } from '@/lib/flows/publish-flow'
import { restoreFlow } from '@/lib/flows/restore-flow'
import { createFlowSchema } from '@/lib/flows/schema'
import { updateFlow } from '@/lib/flows/update-flow'
import { inviteMembers } from '@/lib/invitations/invite-members'
import { endpointInput } from '@/lib/testing/endpoint-input'
import { flowUsing } from '@/lib/testing/flow-using'
import { insertRun } from '@/lib/testing/insert-run'
import { testOrganization, testServices } from '@/lib/testing/organization'
import { deleteExpired } from './delete-expired'

const hourMs = 3_600_000
const dayMs = 24 * hourMs
const now = new Date()
const daysAgo = (days: number) => new Date(now.getTime() - days * dayMs)
const daysAhead = (days: number) => daysAgo(-days)

// Of its own, because what it deletes belongs to whatever other tests are at.
let own: OwnDatabase
let db: Database
beforeAll(async () => {
  own = await createOwnDatabase()
  db = own.db
})
afterAll(() => own.drop())

const clean = (at: Date, retentionDays = 30) => deleteExpired(db, { retentionDays, now: at })
const count = async (query: string): Promise<number> => {
  const { rows } = await own.owner.query<{ count: number }>(`select count(*)::int as count from ${query}`)
  return rows[0]?.count ?? 0
}

async function someFlow(): Promise<{ editor: OrgContext; flowId: string }> {
  const { editor } = await testOrganization({ ...testServices(), db })
  const { id } = await createFlow(editor, createFlowSchema.parse({ name: 'Flow' }))
  return { editor, flowId: id }
}

/** Runs that ended at a time; each has a step. */
async function endedRuns(editor: OrgContext, flowId: string, at: Date, amount = 1): Promise<void> {
  for (let index = 0; index < amount; index++) await insertRun(editor, flowId, 'succeeded', at)
  await withOrg(editor, async (tx) => {
    await tx.update(runs).set({ finishedAt: at }).where(eq(runs.createdAt, at))
    await tx.execute(sql`
      insert into run_steps (organization_id, run_id, position, node_id, status, record, started_at)
      select organization_id, id, 0, 'start', 'succeeded', '{}', created_at from runs r
      where not exists (select from run_steps s where s.run_id = r.id)`)
  })
}

describe('runs', () => {
  test('go with their steps when their time is over, in every organization', async () => {
    for (let index = 0; index < 2; index++) {
      const { editor, flowId } = await someFlow()
      await endedRuns(editor, flowId, daysAgo(31))
      await endedRuns(editor, flowId, daysAgo(29))
    }
    const audit = await count('audit_entries')
    expect(await clean(now)).toMatchObject({ runs: 2 })
    expect([await count('runs'), await count('run_steps'), await count('audit_entries')]).toEqual([
      2,
      2,
      audit,
    ])
    expect(await clean(now)).toMatchObject({ runs: 0 })
    expect(await clean(now, 28)).toMatchObject({ runs: 2 })
  })

  test('that have not ended stay, however old they are, and so do those that took long', async () => {
    const { editor, flowId } = await someFlow()
    for (const status of ['queued', 'running'] as const) await insertRun(editor, flowId, status, daysAgo(400))
    await endedRuns(editor, flowId, daysAgo(40))
    await withOrg(editor, (tx) =>
      tx
        .update(runs)
        .set({ finishedAt: daysAgo(1) })
        .where(eq(runs.status, 'succeeded')),
    )
    expect(await clean(now)).toMatchObject({ runs: 0 })
    expect(await count('runs')).toBe(3)
    await own.owner.query('delete from runs')
  })

  test('are deleted once, by however many processes', async () => {
    const { editor, flowId } = await someFlow()
    await endedRuns(editor, flowId, daysAgo(31), 250)
    const all = await Promise.all([clean(now), clean(now), clean(now)])
    const rest = await clean(now)
    expect([...all, rest].reduce((sum, { runs: deleted }) => sum + deleted, 0)).toBe(250)
    expect(await count('runs')).toBe(0)
  })

  test('that somebody holds are left for the next time, and hold nobody up', async () => {
    const { editor, flowId } = await someFlow()
    await endedRuns(editor, flowId, daysAgo(31), 2)
    await own.owner.query('begin; select from runs limit 1 for update')
    expect(await clean(now)).toMatchObject({ runs: 1 })
    await own.owner.query('rollback')
    expect(await clean(now)).toMatchObject({ runs: 1 })
  })

  test('stay when the process is to stop', async () => {
    const { editor, flowId } = await someFlow()
    await endedRuns(editor, flowId, daysAgo(31))
    const signal = AbortSignal.abort()
    expect(await deleteExpired(db, { retentionDays: 30, now, signal })).toMatchObject({ runs: 0 })
    expect(await clean(now)).toMatchObject({ runs: 1 })
  })
})

test('keys of repeated requests are forgotten after a day, and their runs are not', async () => {
  const { editor, flowId } = await someFlow()
  for (const [key, hours] of [
    ['old', 25],
    ['young', 23],
  ] as const) {
    const at = new Date(now.getTime() - hours * hourMs)
    await endedRuns(editor, flowId, at)
    await withOrg(editor, (tx) =>
      tx.update(runs).set({ idempotencyKey: key, idempotencyHash: 'h' }).where(eq(runs.createdAt, at)),
    )
  }
  expect(await clean(now)).toMatchObject({ idempotencyKeys: 1, runs: 0 })
  expect(await count(`runs where idempotency_key = 'young' and idempotency_hash = 'h'`)).toBe(1)
  expect(await count(`runs where idempotency_key is null and idempotency_hash is null`)).toBe(1)
  expect(await clean(now)).toMatchObject({ idempotencyKeys: 0 })
})

describe('frozen drafts', () => {
  /** A flow whose draft was run in its first version, published in its second, and is now its third. */
  async function editedFlow() {
    const { editor, flowId } = await someFlow()
    const edit = (version: number) => updateFlow(editor, { id: flowId, version, description: `${version}` })
    const freeze = () =>
      withOrg(editor, async (tx) => {
        const [flow] = await tx.select().from(flows).where(eq(flows.id, flowId))
        if (!flow) throw new Error('no flow')
        return freezeDraft(tx, editor.orgId, flow)
      })
    const first = await freeze()
    await edit(1)
    await publishFlow(editor, { id: flowId })
    await edit(2)
    const third = await freeze()
    const versions = async () => {
      const { rows } = await own.owner.query<{ id: string; draft_version: number }>(
        'select id, draft_version from flow_versions where flow_id = $1 order by draft_version',
        [flowId],
      )
      return rows.map((row) => row.draft_version)
    }
    return { editor, flowId, first, third, versions }
  }

  test('go when they are old, no run is left of them, and the draft has changed', async () => {
    const { versions } = await editedFlow()
    await clean(daysAhead(29))
    expect(await versions()).toEqual([1, 2, 3])
    expect(await clean(daysAhead(31))).toMatchObject({ flowVersions: 1 })
    // What was published stays, and so does what the draft is now.
    expect(await versions()).toEqual([2, 3])
  })

  test('stay when they are to be kept from before 1970 on', async () => {
    const { versions } = await editedFlow()
    expect(await clean(daysAhead(60), 36_500)).toMatchObject({ flowVersions: 0 })
    expect(await versions()).toEqual([1, 2, 3])
    expect(await clean(daysAhead(60))).toMatchObject({ flowVersions: 1 })
  })

  test('stay as long as a run of them does', async () => {
    const { editor, flowId, versions } = await editedFlow()
    await insertRun(editor, flowId, 'running', now)
    expect(await clean(daysAhead(60))).toMatchObject({ flowVersions: 0 })
    expect(await versions()).toEqual([1, 2, 3])
    expect(await count(`runs where flow_id = '${flowId}'`)).toBe(1)
  })

  test('stay while a run of them is being stored', async () => {
    const { editor, flowId, versions } = await editedFlow()
    await insertRun(editor, flowId, 'running', now)
    // Another run of the first version, by a transaction that has not ended.
    await own.owner.query('begin')
    await own.owner.query('delete from runs where flow_id = $1', [flowId])
    await own.owner.query(
      `insert into runs (id, organization_id, flow_id, flow_version_id, stage, status, input, started_by_type, started_by_name)
       select gen_random_uuid(), organization_id, flow_id, id, 'draft', 'queued', '{}', 'user', 'x'
       from flow_versions where flow_id = $1 and draft_version = 1`,
      [flowId],
    )
    expect(await clean(daysAhead(60))).toMatchObject({ flowVersions: 0 })
    await own.owner.query('commit')
    expect(await versions()).toEqual([1, 2, 3])
    expect(await clean(daysAhead(60))).toMatchObject({ flowVersions: 0 })
    expect(await count(`runs where flow_id = '${flowId}'`)).toBe(1)
  })
})

test('sessions and counters that ran out go, and those in use stay', async () => {
  await testOrganization({ ...testServices(), db })
  const { rows: people } = await own.owner.query<{ id: string }>('select id from users limit 1')
  const userId = people[0]?.id ?? ''
  const id = await db.transaction((tx) => startSession(tx, userId))
  const nowMs = now.getTime()
  await own.owner.query(
    'insert into rate_limits (key, points, expire) values ($1, 1, $2), ($3, 1, $4), ($5, 1, null)',
    ['over', nowMs - 1, 'running', nowMs + 60_000, 'for good'],
  )
  expect(await clean(now)).toMatchObject({ sessions: 0, rateLimits: 1 })
  expect(await findSession(db, id)).toMatchObject({ id, user: { id: userId } })
  expect(await count(`rate_limits where key in ('running', 'for good')`)).toBe(2)
  expect(await clean(daysAhead(2))).toMatchObject({ sessions: 1, rateLimits: 1 })
  expect(await count('users')).toBeGreaterThan(0)
})

describe('what was deleted', () => {
  test('goes for good when it can’t be restored any more, and what was not deleted stays', async () => {
    const { admin, editor } = await testOrganization({ ...testServices(), db })
    const used = await createEndpoint(admin, endpointInput())
    const endpoint = await createEndpoint(admin, endpointInput())
    const kept = await createFlow(editor, flowUsing(used.id))
    const flow = await createFlow(editor, flowUsing(used.id))
    await publishFlow(editor, { id: flow.id })
    await deleteFlow(editor, { id: flow.id })
    await deleteEndpoint(admin, { id: endpoint.id })
    const audit = await count('audit_entries')

    expect(await clean(daysAhead(29))).toMatchObject({ flows: 0, endpoints: 0 })
    await expect(restoreFlow(editor, { id: flow.id })).resolves.toMatchObject({ id: flow.id })
    await deleteFlow(editor, { id: flow.id })
    expect(await clean(daysAhead(31))).toMatchObject({ flows: 1, endpoints: 1 })
    expect(await count(`flows where id = '${flow.id}'`)).toBe(0)
    expect(await count(`flow_versions where flow_id = '${flow.id}'`)).toBe(0)
    expect(await count(`endpoints where id = '${endpoint.id}'`)).toBe(0)
    expect(await count(`flows where id = '${kept.id}'`)).toBe(1)
    expect(await count(`endpoints where id = '${used.id}'`)).toBe(1)
    expect(await count('audit_entries')).toBe(audit + 2)
    expect(await clean(daysAhead(60))).toMatchObject({ flows: 0, endpoints: 0 })
  })

  test('stays as long as runs of it do', async () => {
    const { editor, flowId } = await someFlow()
    await endedRuns(editor, flowId, daysAgo(1))
    await deleteFlow(editor, { id: flowId })
    expect(await clean(daysAhead(31), 60)).toMatchObject({ flows: 0, runs: 0 })
    expect(await count(`runs where flow_id = '${flowId}'`)).toBe(1)
    expect(await clean(daysAhead(31), 30)).toMatchObject({ flows: 1, runs: 1 })
  })

  test('is left to whoever restores it at that moment', async () => {
    const { editor, flowId } = await someFlow()
    await deleteFlow(editor, { id: flowId })
    await own.owner.query('begin')
    await own.owner.query('update flows set deleted_at = null where id = $1', [flowId])
    expect(await clean(daysAhead(31))).toMatchObject({ flows: 0 })
    await own.owner.query('commit')
    expect(await clean(daysAhead(31))).toMatchObject({ flows: 0 })
    expect(await count(`flows where id = '${flowId}'`)).toBe(1)
  })
})

test('invitations go a month after they were used or ran out', async () => {
  const { admin } = await testOrganization({ ...testServices(), db })
  const emails = ['ada@example.test', 'bo@example.test']
  await inviteMembers(admin, { emails, role: 'viewer' })
  await own.owner.query(`update invitations set accepted_at = now() where email = 'ada@example.test'`)
  expect(await clean(daysAhead(29))).toMatchObject({ invitations: 0 })
  expect(await clean(daysAhead(31))).toMatchObject({ invitations: 1 })
  expect(await clean(daysAhead(36))).toMatchObject({ invitations: 0 })
  expect(await clean(daysAhead(38))).toMatchObject({ invitations: 1 })
})
