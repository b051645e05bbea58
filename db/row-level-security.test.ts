import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { ownerDatabase, testDatabase } from '@/lib/testing/database'

/** Tables that are not of one organization, with the reason why that is right. */
const shared = {
  users: 'a person may be a member of several organizations',
  identities: 'belong to a person, whichever organizations they are in',
  sessions: 'belongs to a person; found only by an id that the cookie carries encrypted',
  rate_limits: 'counters under hashed keys',
}

type Table = { name: string; enabled: boolean; forced: boolean; scoped: boolean; policies: number }

async function tables(): Promise<Table[]> {
  const { rows } = await ownerDatabase().execute<Table>(sql`
    select c.relname as name, c.relrowsecurity as enabled, c.relforcerowsecurity as forced,
      exists (select from pg_attribute a
        where a.attrelid = c.oid and a.attname = 'organization_id' and not a.attisdropped) as scoped,
      (select count(*)::int from pg_policy p where p.polrelid = c.oid and p.polcmd = '*'
        and p.polwithcheck is not null and pg_get_expr(p.polqual, p.polrelid)
          like '%current_setting(''app.organization_id''%') as policies
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind in ('r', 'p') order by 1`)
  return rows
}

describe('the catalog', () => {
  it('has row-level security enabled and forced on every table, or a reason for its not being needed', async () => {
    const found = await tables()
    expect(found.map((table) => table.name)).toEqual(expect.arrayContaining(['endpoints', 'runs', 'flows']))
    const own = found.filter(({ name }) => !(name in shared))
    expect(own).toEqual(
      own.map(({ name }) => ({
        name,
        enabled: true,
        forced: true,
        policies: 1,
        scoped: name !== 'organizations', // whose own id it is
      })),
    )
    for (const table of found.filter(({ name }) => name in shared)) expect(table.scoped).toBe(false)
  })

  it('has no reference between tables of organizations that leaves the organization out', async () => {
    const { rows } = await ownerDatabase().execute<{ constraint: string; columns: string[] }>(sql`
      select k.conname as constraint, array(
        select a.attname::text from unnest(k.conkey) with ordinality as c(num, place)
        join pg_attribute a on a.attrelid = k.conrelid and a.attnum = c.num order by c.place) as columns
      from pg_constraint k
      join pg_attribute here on here.attrelid = k.conrelid and here.attname = 'organization_id'
      join pg_attribute there on there.attrelid = k.confrelid and there.attname = 'organization_id'
      where k.contype = 'f'`)
    expect(rows.length).toBeGreaterThan(5)
    expect(rows.filter((row) => row.columns[0] !== 'organization_id')).toEqual([])
  })

  it('has references for every column that names a row of another table', async () => {
    const { rows } = await ownerDatabase().execute<{ column: string; referenced: boolean }>(sql`
      select c.relname || '.' || a.attname as column, exists (
        select from pg_constraint k
        where k.conrelid = c.oid and k.contype = 'f' and a.attnum = any(k.conkey)) as referenced
      from pg_attribute a join pg_class c on c.oid = a.attrelid
      join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'public' and c.relkind = 'r' and a.attname like '%\\_id'
        and a.atttypid = 'uuid'::regtype`)
    // Who did it, to what and where outlive the rows that they name.
    const entries = ['audit_entries.actor_id', 'audit_entries.object_id', 'audit_entries.organization_id']
    const unreferenced = rows.filter((row) => !row.referenced).map((row) => row.column)
    expect(unreferenced.sort()).toEqual([...entries, 'runs.started_by_id'])
  })

  it('gives the application a role that neither owns anything nor passes row-level security', async () => {
    const { rows } = await testDatabase().execute(sql`
      select r.rolsuper, r.rolbypassrls, r.rolcreaterole, r.rolcreatedb,
        (select count(*)::int from pg_class c where c.relowner = r.oid) as owned,
        (select count(*)::int from pg_auth_members m where m.member = r.oid) as memberships
      from pg_roles r where r.rolname = current_user`)
    expect(rows).toEqual([
      {
        rolsuper: false,
        rolbypassrls: false,
        rolcreaterole: false,
        rolcreatedb: false,
        owned: 0,
        memberships: 0,
      },
    ])
  })

  it('lets the application add to the audit log and read it, and nothing else', async () => {
    const { rows } = await testDatabase().execute<{ privilege: string }>(sql`
      select privilege from unnest(array['SELECT','INSERT','UPDATE','DELETE','TRUNCATE','REFERENCES','TRIGGER'])
        as privilege where has_table_privilege('audit_entries', privilege)`)
    expect(rows.map((row) => row.privilege)).toEqual(['SELECT', 'INSERT'])
  })

  it('lets the application empty no table at once, which row-level security would not see', async () => {
    const { rows } = await testDatabase().execute<{ name: string }>(sql`
      select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'public' and c.relkind = 'r' and has_table_privilege(c.oid, 'TRUNCATE')`)
    expect(rows).toEqual([])
  })
})

describe('without an organization', () => {
  it('every table of organizations is empty, whatever it holds', async () => {
    for (const { name } of (await tables()).filter((table) => !(table.name in shared))) {
      const { rows } = await testDatabase().execute(sql`select from ${sql.identifier(name)} limit 1`)
      expect({ name, rows }).toEqual({ name, rows: [] })
    }
  })
})
