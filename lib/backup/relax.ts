import type pg from 'pg'
import { tableNames } from './tables'

/**
 * Does `work` with all of the tables' rows open to their owner, with references checked at its end and
 * without triggers, then puts everything back as it was. Postgres can't copy into a table whose row-level
 * security counts for the one who copies; some references go round in circles, so there is no order of
 * tables in which each row finds what it refers to; and a notice a row would be a flood. In one
 * transaction that holds the tables' locks: nobody else ever sees them like this.
 */
export async function relaxed<T>(client: pg.Client, work: () => Promise<T>): Promise<T> {
  const forced = await forcedTables(client)
  const references = await immediateReferences(client)
  const triggered = await triggeredTables(client)
  for (const table of forced) await client.query(`alter table ${table} no force row level security`)
  for (const { table, name } of references) {
    await client.query(`alter table ${table} alter constraint ${name} deferrable initially deferred`)
  }
  for (const table of triggered) await client.query(`alter table ${table} disable trigger user`)
  const result = await work()
  await client.query('set constraints all immediate')
  for (const { table, name } of references) {
    await client.query(`alter table ${table} alter constraint ${name} not deferrable`)
  }
  for (const table of forced) await client.query(`alter table ${table} force row level security`)
  for (const table of triggered) await client.query(`alter table ${table} enable trigger user`)
  return result
}

async function forcedTables(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ table: string }>(
    `select format('public.%I', relname) as table from pg_class
     where relnamespace = 'public'::regnamespace and relname = any ($1) and relforcerowsecurity`,
    [tableNames],
  )
  return rows.map(({ table }) => table)
}

async function immediateReferences(client: pg.Client): Promise<{ table: string; name: string }[]> {
  const { rows } = await client.query<{ table: string; name: string }>(
    `select format('public.%I', c.relname) as table, format('%I', k.conname) as name
     from pg_constraint k join pg_class c on c.oid = k.conrelid
     where c.relnamespace = 'public'::regnamespace and c.relname = any ($1)
       and k.contype = 'f' and not k.condeferrable`,
    [tableNames],
  )
  return rows
}

async function triggeredTables(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ table: string }>(
    `select distinct format('public.%I', c.relname) as table
     from pg_trigger t join pg_class c on c.oid = t.tgrelid
     where c.relnamespace = 'public'::regnamespace and c.relname = any ($1)
       and not t.tgisinternal and t.tgenabled = 'O'`,
    [tableNames],
  )
  return rows.map(({ table }) => table)
}
