import { eq } from 'drizzle-orm'
import { identities, invitations, runs, runSteps } from '@/db/schema'
import { withOrg } from '@/db/client'
import { createEndpoint } from '@/lib/endpoints/create-endpoint'
import { deleteEndpoint } from '@/lib/endpoints/delete-endpoint'
import { createFlow } from '@/lib/flows/create-flow'
import { publishFlow } from '@/lib/flows/publish-flow'
import { newId } from '@/lib/new-id'
import type { RunStatus } from '@/lib/runs/schema'
import type { Services } from '@/lib/services'
import { endpointInput, newSecret } from '@/lib/testing/endpoint-input'
import { flowUsing } from '@/lib/testing/flow-using'
import { insertRun } from '@/lib/testing/insert-run'
import { type TestOrganization, testOrganization } from '@/lib/testing/organization'
import { createToken } from '@/lib/tokens/create-token'

export type Filled = {
  organization: TestOrganization
  /** Of an endpoint with bearer authentication, sealed in the database. */
  secret: string
  flowId: string
  /** Of the REST API, for an admin. */
  apiToken: string
}

/** Text that a careless format would break: its own separators, escapes and end mark, and much of Unicode. */
export const awkward = '\\. \\N a\tb\nc\r\n"d" \'e\' \\\\ {f} 𝒢ø\u2028€'

/** An organization with one row at least in every table, and a published flow that calls `baseUrl`. */
export async function fillDatabase(services: Services, baseUrl: string): Promise<Filled> {
  const organization = await testOrganization(services)
  const { admin } = organization
  const secret = newSecret()
  const authentication = { type: 'bearer', token: secret }
  const endpoint = await createEndpoint(
    admin,
    endpointInput({ baseUrl, authentication, description: awkward }),
  )
  const gone = await createEndpoint(admin, endpointInput({ authentication }))
  await deleteEndpoint(admin, { id: gone.id })
  const flow = await createFlow(admin, { ...flowUsing(endpoint.id), description: awkward })
  await publishFlow(admin, { id: flow.id })
  const { token } = await createToken(admin, { name: 'backup', role: 'admin' })
  for (const status of ['succeeded', 'running', 'queued'] as const)
    await addRun(organization, flow.id, status)
  await services.db.$client.query('insert into sessions (id, user_id) values ($1, $2)', [
    newId(),
    admin.actor.id,
  ])
  await services.db.$client.query(`insert into rate_limits (key) values ($1)`, [newId()])
  await services.db
    .insert(identities)
    .values({ issuer: 'https://sso.example.com', subject: newId(), userId: admin.actor.id ?? '' })
  await withOrg(admin, (tx) =>
    tx.insert(invitations).values({
      ...{ id: newId(), organizationId: admin.orgId, email: 'maya@example.com', role: 'viewer' },
      ...{ tokenHash: newId(), invitedBy: awkward, expiresAt: new Date() },
    }),
  )
  return { organization, secret, flowId: flow.id, apiToken: token }
}

async function addRun({ admin }: TestOrganization, flowId: string, status: RunStatus): Promise<void> {
  await insertRun(admin, flowId, status, new Date())
  await withOrg(admin, async (tx) => {
    const [run] = await tx.select({ id: runs.id }).from(runs).where(eq(runs.status, status))
    await tx.insert(runSteps).values({
      organizationId: admin.orgId,
      runId: run?.id ?? '',
      position: 0,
      nodeId: 'start',
      status: status === 'succeeded' ? 'succeeded' : 'running',
      record: {
        ...{ nodeId: 'start', key: 'start', label: awkward, type: 'start', output: null },
        ...{
          input: { awkward: `${awkward}\u0001` },
          request: null,
          response: null,
          result: null,
          error: null,
          timing: null,
        },
        ...{ attempts: [], endpoint: null },
      },
      inFlight: status === 'running' ? 'once' : null,
      startedAt: new Date(),
    })
  })
}

/** Every row of these tables, as a superuser sees them. */
export async function rowsOf(
  query: (text: string) => Promise<{ rows: Record<string, unknown>[] }>,
  tables: readonly string[],
): Promise<Record<string, unknown>> {
  const found: Record<string, unknown> = {}
  for (const table of tables) {
    const { rows } = await query(`select to_jsonb(t) as row from ${table} t order by to_jsonb(t)::text`)
    found[table] = rows.map(({ row }) => row)
  }
  return found
}

/** Everything that makes tables what they are, besides their rows. */
export async function catalogOf(
  query: (text: string) => Promise<{ rows: Record<string, unknown>[] }>,
): Promise<unknown> {
  const { rows } = await query(`
    select relname, relrowsecurity, relforcerowsecurity, relowner::regrole::text as owner,
      array(select format('%s %s %s', attname, format_type(atttypid, atttypmod), attnotnull) from pg_attribute
        where attrelid = c.oid and attnum > 0 and not attisdropped order by attname) as columns,
      array(select conname || pg_get_constraintdef(oid) || condeferrable::text || convalidated::text
        from pg_constraint where conrelid = c.oid order by conname) as constraints,
      array(select pg_get_indexdef(indexrelid) from pg_index where indrelid = c.oid order by 1) as indexes,
      array(select format('%s %s %s', polname, pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid))
        from pg_policy where polrelid = c.oid order by polname) as policies,
      array(select pg_get_triggerdef(oid) || tgenabled::text from pg_trigger
        where tgrelid = c.oid and not tgisinternal order by tgname) as triggers,
      array(select format('%s %s', grantee::regrole, privilege_type) from aclexplode(c.relacl) order by 1) as rights
    from pg_class c where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') order by relname`)
  return rows
}
