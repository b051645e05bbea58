import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { withOrg } from '@/db/client'
import { createEndpoint } from '@/lib/endpoints/create-endpoint'
import { deleteEndpoint } from '@/lib/endpoints/delete-endpoint'
import { createFlow } from '@/lib/flows/create-flow'
import { createFlowSchema } from '@/lib/flows/schema'
import { parseInput } from '@/lib/parse-input'
import { endpointInput, newSecret } from '@/lib/testing/endpoint-input'
import { testOrganization } from '@/lib/testing/organization'
import { listAuditLog, newestFirst } from './list-audit-log'
import { type AuditLogEntry, listAuditLogSchema } from './schema'

async function withHistory() {
  const organization = await testOrganization()
  const { admin, editor } = organization
  const token = newSecret()
  const authentication = { type: 'bearer', token }
  const endpoint = await createEndpoint(admin, endpointInput({ authentication }))
  const flow = await createFlow(editor, createFlowSchema.parse({ name: 'Orders' }))
  await deleteEndpoint(admin, { id: endpoint.id })
  const list = (query: object = {}) => listAuditLog(admin, parseInput(listAuditLogSchema, query))
  const actions = async (query?: object) => (await list(query)).data.map(({ action }) => action)
  return { ...organization, token, endpoint, flow, list, actions }
}

describe('listAuditLog', () => {
  it('shows who did what from where, the newest first, and no secret', async () => {
    const { admin, endpoint, token, list } = await withHistory()
    const { data } = await list()
    expect(data[0]).toMatchObject({
      action: 'endpoint.deleted',
      actor: { type: 'user', id: admin.actor.id, name: admin.actor.name },
      objectType: 'endpoint',
      objectId: endpoint.id,
      objectName: endpoint.name,
      requestId: admin.requestId,
      address: '192.0.2.1',
    })
    expect(data.map(({ at }) => at)).toEqual(
      data
        .map(({ at }) => at)
        .sort()
        .reverse(),
    )
    expect(JSON.stringify(data)).not.toContain(token)
  })

  it('filters by action, actor, object and time', async () => {
    const { editor, endpoint, flow, actions, list } = await withHistory()
    expect(await actions({ action: 'secret.set' })).toEqual(['secret.set'])
    expect(await actions({ actor: editor.actor.id })).toEqual(['flow.created'])
    expect(await actions({ actor: 'test EDITOR' })).toEqual(['flow.created'])
    expect(await actions({ object: flow.id })).toEqual(['flow.created'])
    expect(await actions({ object: endpoint.name, action: 'endpoint.created' })).toEqual(['endpoint.created'])
    const [newest] = (await list({ object: endpoint.id })).data
    const at = newest?.at ?? ''
    // Times go out in milliseconds, and the entry is from within this one.
    expect(await actions({ from: at })).toContain('endpoint.deleted')
    expect(await actions({ to: at })).not.toContain('endpoint.deleted')
    expect(await actions({ from: '2999-01-01T00:00:00+01:00' })).toEqual([])
  })

  it.each([
    ['2026-01-01T00:00:00-16:00', 'from'],
    ['2026-01-01T00:00:00+16:00', 'from'],
    ['2026-01-01T00:00:00-23:59', 'from'],
    ['0000-01-01T00:00:00Z', 'from'],
    ['0000-01-01T00:00:00+23:59', 'from'],
    ['9999-12-31T23:59:59+23:59', 'to'],
    ['9999-12-31T23:59:59-23:59', 'to'],
  ])('takes %s, which Postgres would not', async (time, filter) => {
    const { list } = await withHistory()
    const { data } = await list({ [filter]: time })
    expect(data).toEqual((await list()).data)
    expect((await list({ [filter === 'from' ? 'to' : 'from']: time })).data).toEqual([])
  })

  it('reads a time at the offset that it names', async () => {
    const { list } = await withHistory()
    const at = (await list()).data.at(0)?.at ?? ''
    const shifted = `${new Date(Date.parse(at) - 23 * 3_600_000).toISOString().slice(0, -1)}-23:00`
    expect(await list({ from: shifted })).toEqual(await list({ from: at }))
    expect(await list({ to: shifted })).toEqual(await list({ to: at }))
  })

  it('pages through all of it, each entry once, those of one moment too', async () => {
    const { list } = await withHistory()
    const all = (await list()).data
    const paged: AuditLogEntry[] = []
    let cursor: string | undefined
    do {
      const page = await list({ limit: 1, ...(cursor ? { cursor } : {}) })
      paged.push(...page.data)
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    expect(paged).toEqual(all)
    expect(all.length).toBeGreaterThan(3)
  })

  it.each([
    [{ action: 'endpoint.exploded' }, 'action'],
    [{ from: 'yesterday' }, 'from'],
    [{ to: '2026-02-31T00:00:00Z' }, 'to'],
    [{ limit: '201' }, 'limit'],
    [{ cursor: 'x' }, 'cursor'],
    [{ actr: 'x' }, 'actr'],
  ])('refuses %j on its field', async (query, path) => {
    const { list } = await withHistory()
    await expect(async () => list(query)).rejects.toMatchObject({
      code: 'invalid_input',
      fieldErrors: [{ path }],
    })
  })

  it('refuses a cursor with a time that is none', async () => {
    const { list, endpoint } = await withHistory()
    for (const value of ['2024-02-31T00:00:00.000Z', '0000-01-01T00:00:00.000Z', 'infinity', '']) {
      const cursor = Buffer.from(JSON.stringify([value, endpoint.id])).toString('base64url')
      await expect(list({ cursor })).rejects.toMatchObject({ code: 'invalid_input' })
    }
  })

  it('reads the log in the order of its index, as far as it has to', async () => {
    const { admin } = await withHistory()
    const plan = await withOrg(admin, async (tx) => {
      // The log of a test is so short that reading and sorting all of it would cost less.
      await tx.execute(sql`set local enable_seqscan = off; set local enable_sort = off`)
      const { rows } = await tx.execute<{ 'QUERY PLAN': string }>(sql`
        explain select * from audit_entries where organization_id = ${admin.orgId}
        order by ${newestFirst} limit 10`)
      return rows.map((row) => row['QUERY PLAN']).join('\n')
    })
    expect(plan).toContain('using audit_entries_newest')
    expect(plan).toContain('Presorted Key: at')
  })

  it('is for admins, and of one organization', async () => {
    const { editor, viewer, flow } = await withHistory()
    const everything = parseInput(listAuditLogSchema, {})
    for (const ctx of [editor, viewer]) {
      await expect(listAuditLog(ctx, everything)).rejects.toMatchObject({ code: 'forbidden' })
    }
    const stranger = await testOrganization()
    const page = await listAuditLog(stranger.admin, parseInput(listAuditLogSchema, { object: flow.id }))
    expect(page).toEqual({ data: [], nextCursor: null })
  })
})
