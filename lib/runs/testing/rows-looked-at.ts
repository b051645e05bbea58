import type pg from 'pg'

type Plan = {
  'Actual Rows': number
  'Actual Loops': number
  'Rows Removed by Filter'?: number
  'Rows Removed by Join Filter'?: number
  Plans?: Plan[]
}

/**
 * How many rows and pairs of rows Postgres looks at for a statement, which it executes and takes back, by the
 * plan that it has for whatever the parameters are.
 */
export async function rowsLookedAt(client: pg.ClientBase, text: string, values: unknown[]): Promise<number> {
  await client.query(`begin; set local plan_cache_mode = force_generic_plan; prepare looked_at as ${text}`)
  try {
    const given = values.length === 0 ? '' : `(${values.map((value) => literal(client, value)).join(',')})`
    const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(
      `explain (analyze, timing off, format json) execute looked_at ${given}`,
    )
    return rows.reduce((sum, row) => sum + ofPlan(row['QUERY PLAN'][0].Plan), 0)
  } finally {
    await client.query('rollback; deallocate looked_at')
  }
}

function literal(client: pg.ClientBase, value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return client.escapeLiteral(`{${value.join(',')}}`)
  return client.escapeLiteral(value instanceof Date ? value.toISOString() : `${value as string | number}`)
}

function ofPlan(plan: Plan): number {
  const each =
    plan['Actual Rows'] + (plan['Rows Removed by Filter'] ?? 0) + (plan['Rows Removed by Join Filter'] ?? 0)
  return (plan.Plans ?? []).reduce((sum, inner) => sum + ofPlan(inner), each * plan['Actual Loops'])
}
