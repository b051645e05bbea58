import type pg from 'pg'

type Plan = {
  'Actual Rows': number
  'Actual Loops': number
  'Rows Removed by Filter'?: number
  'Rows Removed by Join Filter'?: number
  Plans?: Plan[]
}

/** How many rows and pairs of rows Postgres looks at for a statement, which it executes and takes back. */
export async function rowsLookedAt(client: pg.Client, text: string, values: unknown[]): Promise<number> {
  await client.query('begin')
  try {
    const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(
      `explain (analyze, timing off, format json) ${text}`,
      values,
    )
    return rows.reduce((sum, row) => sum + ofPlan(row['QUERY PLAN'][0].Plan), 0)
  } finally {
    await client.query('rollback')
  }
}

function ofPlan(plan: Plan): number {
  const each =
    plan['Actual Rows'] + (plan['Rows Removed by Filter'] ?? 0) + (plan['Rows Removed by Join Filter'] ?? 0)
  return (plan.Plans ?? []).reduce((sum, inner) => sum + ofPlan(inner), each * plan['Actual Loops'])
}
