import { describe, expect, it } from 'vitest'
import { withOrg } from '@/db/client'
import type { OrgContext } from '@/lib/auth/context'
import { parseInput } from '@/lib/parse-input'
import { testOrganization } from '@/lib/testing/organization'
import { parseCsv } from '@/lib/testing/parse-csv'
import { exportAuditLog } from './export-audit-log'
import { listAuditLog } from './list-audit-log'
import { type AuditLogEntry, exportAuditLogSchema, listAuditLogSchema } from './schema'
import { writeAuditEntries } from './write-audit-entry'

async function withEntries(amount: number, name = 'Entry') {
  const organization = await testOrganization()
  const { admin } = organization
  await withOrg(admin, (tx) =>
    writeAuditEntries(
      tx,
      admin,
      Array.from({ length: amount }, (_, index) => ({
        action: 'flow.updated' as const,
        objectType: 'flow' as const,
        objectId: null,
        objectName: `${name} ${index}`,
        details: { name: { from: 'a "b", c', to: 'd\ne' } },
      })),
    ),
  )
  return organization
}

const exported = (ctx: OrgContext, query: object) =>
  exportAuditLog(ctx, parseInput(exportAuditLogSchema, query))

/** The context with its transactions counted. */
function counting(ctx: OrgContext) {
  const count = { begun: 0, open: 0 }
  const transaction: OrgContext['db']['transaction'] = async (...args) => {
    count.begun += 1
    count.open += 1
    try {
      return await ctx.db.transaction(...args)
    } finally {
      count.open -= 1
    }
  }
  const db = new Proxy(ctx.db, {
    get: (target, key) => (key === 'transaction' ? transaction : Reflect.get(target, key, target)),
  })
  return { ctx: { ...ctx, db }, count }
}

describe('exportAuditLog', () => {
  it('has every entry of the filter once, page after page, as JSON', async () => {
    const { admin } = await withEntries(450)
    const response = await exported(admin, { format: 'json', action: 'flow.updated' })
    expect(Object.fromEntries(response.headers)).toEqual({
      'content-type': 'application/json',
      'content-disposition': expect.stringMatching(
        new RegExp(`^attachment; filename="audit-log-${admin.orgSlug}-\\d{4}-\\d\\d-\\d\\d\\.json"$`),
      ),
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    })
    const entries = (await response.json()) as AuditLogEntry[]
    expect(new Set(entries.map(({ id }) => id)).size).toBe(450)
    const { data } = await listAuditLog(
      admin,
      parseInput(listAuditLogSchema, { action: 'flow.updated', limit: 200 }),
    )
    expect(entries.slice(0, 200)).toEqual(data)
  })

  it('has the same as CSV, the details as JSON, and no formula', async () => {
    const { admin } = await withEntries(201, '=HYPERLINK("http://evil.test")')
    const [head, ...rows] = parseCsv(await (await exported(admin, { format: 'csv' })).text())
    const { data } = await listAuditLog(admin, parseInput(listAuditLogSchema, { limit: 200 }))
    const column = (name: string) => rows.map((row) => row[head?.indexOf(name) ?? -1])
    expect(rows.length).toBe(201)
    expect(column('time').slice(0, 200)).toEqual(data.map(({ at }) => at))
    expect(column('object name').slice(0, 200)).toEqual(data.map(({ objectName }) => `'${objectName}`))
    expect(JSON.parse(column('details')[0] ?? '')).toEqual(data[0]?.details)
    expect(column('request id')[0]).toBe(admin.requestId)
    expect(column('address')[0]).toBe('192.0.2.1')
  })

  it('of nothing is a file all the same', async () => {
    const { admin } = await testOrganization()
    expect(await (await exported(admin, { format: 'json' })).json()).toEqual([])
    expect(parseCsv(await (await exported(admin, { format: 'csv' })).text())).toHaveLength(1)
  })

  it('reads what its reader asks for, in transactions of their own, and stops when the reader leaves', async () => {
    const { admin } = await withEntries(450)
    const { ctx, count } = counting(admin)
    const reader = (await exported(ctx, { format: 'csv' })).body?.getReader()
    await reader?.read()
    expect(count).toEqual({ begun: 1, open: 0 })
    await reader?.read()
    expect(count).toEqual({ begun: 2, open: 0 })
    await reader?.cancel()
    expect(count).toEqual({ begun: 2, open: 0 })
    // The third page is there for whoever asks.
    const whole = await exported(ctx, { format: 'csv' })
    await whole.text()
    expect(count).toEqual({ begun: 5, open: 0 })
  })

  it('breaks off when a page can’t be read, so that nobody takes the beginning for all of it', async () => {
    const { admin } = await withEntries(201)
    const ctx = { ...admin }
    const response = await exported(ctx, { format: 'json' })
    ctx.role = 'viewer'
    await expect(response.text()).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('is for admins, and of one organization', async () => {
    const { editor, viewer } = await withEntries(1)
    for (const ctx of [editor, viewer]) {
      await expect(exported(ctx, { format: 'json' })).rejects.toMatchObject({ code: 'forbidden' })
    }
    const stranger = await testOrganization()
    expect(await (await exported(stranger.admin, { format: 'json', object: 'Entry 0' })).json()).toEqual([])
  })

  it.each([
    [{}, 'format'],
    [{ format: 'xml' }, 'format'],
    [{ format: 'csv', cursor: 'x' }, 'cursor'],
    [{ format: 'csv', from: 'yesterday' }, 'from'],
  ])('refuses %j on its field', async (query, path) => {
    const { admin } = await testOrganization()
    await expect(async () => exported(admin, query)).rejects.toMatchObject({
      code: 'invalid_input',
      fieldErrors: [{ path }],
    })
  })
})
