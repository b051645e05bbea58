import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { clusterPaths, superuser } from '@/lib/cli/embedded-postgres/create-cluster'
import { runningPort } from '@/lib/cli/embedded-postgres/postmaster'
import { environment } from './environment'

/** Every row of every table of the running product, as text, read as the owner of them all. */
export async function dumpDatabase(): Promise<string> {
  const paths = clusterPaths(join(environment.dataDir, 'postgres'))
  const client = new pg.Client({
    host: '127.0.0.1',
    port: runningPort(paths.data) ?? undefined,
    user: superuser,
    password: readFileSync(paths.password, 'utf8'),
    database: 'sluice',
  })
  await client.connect()
  try {
    const tables = await client.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables
       where schemaname not in ('pg_catalog', 'information_schema')`,
    )
    const texts: string[] = []
    for (const { name } of tables.rows) {
      const { rows } = await client.query<{ row: string }>(`select t::text as row from ${name} t`)
      texts.push(name, ...rows.map(({ row }) => row))
    }
    return texts.join('\n')
  } finally {
    await client.end()
  }
}
