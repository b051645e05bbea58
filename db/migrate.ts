import { getTableName, is } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import { PgTable } from 'drizzle-orm/pg-core'
import pg from 'pg'
import {
  appDatabaseUrl,
  databaseName,
  databaseUrlOf,
  type RoleKind,
  roleName,
  rolePassword,
  scramVerifier,
} from './app-role'
import { migrationsFolder } from './applied-migrations'
import { isForbidden, isReadOnly } from './errors'
import { installQueue, queueSchema } from './install-queue'
import * as schema from './schema'

export { appDatabaseUrl } from './app-role'

/** The database can't be used as it is; the message is for the operator. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError'
}

/** Any number that nobody else takes in this database. */
const lockKey = 5_873_114_209

/**
 * Brings the database up to date as its owner, and makes or refreshes the role that the application
 * signs in as. Safe to call from many processes at once: they take turns, and all but the first find
 * nothing to do.
 * @returns the application's URL of the same database
 * @throws MigrationError when the server is read-only, the owner may not make tables or a role, or the role
 *   could pass row-level security
 */
export async function migrateDatabase(ownerUrl: string, authSecret: string): Promise<string> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'sluice migrations' })
  client.on('error', () => {}) // the query that is running then fails with it
  await client.connect()
  try {
    // Held by the session, so it has to be taken and given back on the connection that migrates.
    await client.query('select pg_advisory_lock($1)', [lockKey])
    await updateTables(client, ownerUrl)
    for (const kind of ['app', 'runs'] as const) {
      await refreshRole(client, kind, databaseName(ownerUrl), authSecret)
    }
  } finally {
    await client.end()
  }
  await requireSignIn(databaseUrlOf(ownerUrl, authSecret, 'runs'))
  const appUrl = appDatabaseUrl(ownerUrl, authSecret)
  await requireSignIn(appUrl)
  return appUrl
}

async function updateTables(client: pg.Client, ownerUrl: string): Promise<void> {
  try {
    await migrate(drizzle(client), { migrationsFolder })
    await installQueue(client, ownerUrl)
  } catch (cause) {
    if (isReadOnly(cause)) {
      throw new MigrationError(
        'The database server in DATABASE_URL takes no changes: it is a replica, or set to be read-only.\n' +
          '  Give Sluice the server that takes them.',
        { cause },
      )
    }
    if (isForbidden(cause)) {
      throw new MigrationError(
        'The user in DATABASE_URL may not make or change Sluice’s tables.\n' +
          `  Make it the owner of the database: alter database ${databaseName(ownerUrl)} owner to <that user>`,
        { cause },
      )
    }
    throw cause
  }
}

async function refreshRole(
  client: pg.Client,
  kind: RoleKind,
  database: string,
  authSecret: string,
): Promise<void> {
  const role = roleName(database, kind)
  const name = client.escapeIdentifier(role)
  const login = `login password ${client.escapeLiteral(scramVerifier(rolePassword(authSecret, kind)))}`
  await requireSafe(client, role)
  try {
    await client.query('begin')
    const { rowCount } = await client.query('select from pg_roles where rolname = $1', [role])
    const attributes = 'nosuperuser nocreatedb nocreaterole noreplication nobypassrls'
    // Another attribute may not even be named by an owner that is no superuser.
    await client.query(
      rowCount ? `alter role ${name} ${login}` : `create role ${name} ${attributes} ${login}`,
    )
    // The checks of foreign keys keep the plan that they were given while their tables were small, when
    // reading one whole looks cheap. Nothing that this role does should ever read one whole. Where it has to,
    // because a table has no other way, Postgres before 18 takes that for so much work that it would compile
    // the statement first, which takes it a second.
    if (kind === 'runs') {
      await client.query(`alter role ${name} set enable_seqscan = off; alter role ${name} set jit = off`)
    }
    await grantTo(client, kind, role)
    await client.query('commit')
  } catch (cause) {
    await client.query('rollback')
    throw explained(cause, role)
  }
  await requireSafe(client, role)
}

/** Gives one of the roles its rights. What a table that is made anew has not, it gets by this. */
export async function grantTo(client: pg.Client, kind: RoleKind, role: string): Promise<void> {
  const name = client.escapeIdentifier(role)
  await client.query(kind === 'app' ? appGrants(client, name) : runsGrants(name))
  if (kind === 'runs') await client.query(await missingPolicies(client, name, role))
}

function appGrants(client: pg.Client, name: string): string {
  const tables = Object.values(schema)
    .filter((entry) => is(entry, PgTable))
    .map((table) => client.escapeIdentifier(getTableName(table)))
  return `
    grant usage on schema public to ${name};
    revoke all on ${tables.join(', ')} from ${name};
    grant select, insert, update, delete on ${tables.join(', ')} to ${name};
    revoke update, delete on audit_entries from ${name};
    grant usage, select on all sequences in schema public to ${name};
    grant usage on schema drizzle to ${name};
    grant select on drizzle.__drizzle_migrations to ${name}`
}

function runsGrants(name: string): string {
  return `
    grant usage on schema public, ${queueSchema} to ${name};
    revoke all on ${Object.keys(runsPolicies).join(', ')} from ${name};
    grant select, insert, update on runs, run_steps to ${name};
    grant insert on audit_entries to ${name};
    grant select, insert, update, delete on all tables in schema ${queueSchema} to ${name}`
}

/**
 * Row-level security stays on for the role of the runs; these are the only policies that ask for no
 * organization. Made once, because making one locks its table.
 */
async function missingPolicies(client: pg.Client, name: string, role: string): Promise<string> {
  const { rows } = await client.query<{ tablename: string }>(
    'select tablename from pg_policies where $1 = any (roles)',
    [role],
  )
  const existing = new Set(rows.map(({ tablename }) => tablename))
  return Object.entries(runsPolicies)
    .filter(([table]) => !existing.has(table))
    .map(([table, { command, rule }]) => {
      return `create policy ${table}_of_runs_role on ${table} for ${command} to ${name} ${rule};`
    })
    .join('')
}

const runsPolicies = {
  runs: { command: 'all', rule: 'using (true) with check (true)' },
  run_steps: { command: 'all', rule: 'using (true) with check (true)' },
  audit_entries: { command: 'insert', rule: 'with check (true)' },
} as const

/** A role that exists already may be anybody's: row-level security has to hold for it. */
async function requireSafe(client: pg.Client, role: string): Promise<void> {
  const { rows } = await client.query<{ passes: boolean; owns: boolean }>(
    `select rolsuper or rolbypassrls as passes, pg_has_role(oid, current_user, 'member') as owns
     from pg_roles where rolname = $1`,
    [role],
  )
  if (rows[0]?.passes || rows[0]?.owns) {
    throw new MigrationError(
      `Sluice signs in to this database as the role "${role}", and that role owns it or can bypass row-level\n` +
        '  security. Rename that role, or give Sluice a database with another name.',
    )
  }
}

function explained(cause: unknown, role: string): unknown {
  if (!isForbidden(cause)) return cause
  return new MigrationError(
    `The user in DATABASE_URL may not make or change the role "${role}", which Sluice signs in as.\n` +
      '  Give it the right with: alter role <that user> createrole',
    { cause },
  )
}

async function requireSignIn(appUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: appUrl, connectionTimeoutMillis: 10_000 })
  client.on('error', () => {})
  try {
    await client.connect()
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new MigrationError(`The database is up to date, but its own role can’t sign in to it: ${reason}`, {
      cause,
    })
  }
  await client.end()
}
