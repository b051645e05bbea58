import { afterAll, beforeAll, expect, it } from 'vitest'
import { createOwnDatabase, type OwnDatabase } from '@/lib/cli/testing/own-database'
import { createFlow } from '@/lib/flows/create-flow'
import { publishFlow } from '@/lib/flows/publish-flow'
import { createFlowSchema } from '@/lib/flows/schema'
import { definition } from '@/lib/flows/testing/definitions'
import { testOrganization, testServices } from '@/lib/testing/organization'
import { callFlow } from '../start-run'

// Of its own: only in an empty one are plans made for empty tables.
let database: OwnDatabase
beforeAll(async () => {
  database = await createOwnDatabase()
})
afterAll(() => database.drop())

/** Rows that Postgres has read of the table so far, by the index that led to them. Sessions that end tell. */
async function rowsRead(): Promise<Record<string, number>> {
  const { rows } = await database.owner.query<{ by: string; rows: number }>(`
    select indexrelname as by, idx_tup_read::int as rows from pg_stat_user_indexes where relname = 'runs'
    union all select 'table', seq_tup_read::int from pg_stat_user_tables where relname = 'runs'`)
  return Object.fromEntries(rows.map(({ by, rows: count }) => [by, count]))
}

it('reads for a run that it stores none of those before it', async () => {
  const count = 60
  const { editor } = await testOrganization(testServices({ database }))
  const nothing = definition(
    [
      { id: 'start', type: 'start', data: {} },
      { id: 'end', type: 'end', data: {} },
    ],
    ['start.next -> end'],
  )
  const { id: flowId } = await createFlow(editor, createFlowSchema.parse({ name: 'F', definition: nothing }))
  await publishFlow(editor, { id: flowId })
  for (let index = 0; index < count; index++) {
    const { finished } = await callFlow(editor, { flowId, stage: 'published', input: {} })
    expect(await finished).toMatchObject({ status: 'succeeded' })
  }
  const { runsPool } = database
  await Promise.all(
    Array.from({ length: runsPool.totalCount }, async () => (await runsPool.connect()).release(true)),
  )
  await expect.poll(rowsRead).toMatchObject({ runs_of_organization_id: 2 * count })
  const { runs_of_organization_id: _, ...others } = await rowsRead()
  expect(others).toEqual(Object.fromEntries(Object.keys(others).map((by) => [by, 0])))
})
