import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { withOrg } from '@/db/client'
import { createFlow } from '@/lib/flows/create-flow'
import { serializeError } from '@/lib/log'
import { derivedForms } from '@/lib/redact/derived-forms'
import { startEchoServer } from '@/lib/testing/echo-server'
import { ownerDatabase } from '@/lib/testing/database'
import { endpointInput, newSecret } from '@/lib/testing/endpoint-input'
import { flowUsing } from '@/lib/testing/flow-using'
import { testOrganization, testServices } from '@/lib/testing/organization'
import { createEndpoint } from './create-endpoint'
import { deleteEndpoint } from './delete-endpoint'
import { duplicateEndpoint } from './duplicate-endpoint'
import { getEndpoint } from './get-endpoint'
import { listEndpointActivity } from './list-endpoint-activity'
import { listEndpointUses } from './list-endpoint-uses'
import { listEndpoints } from './list-endpoints'
import { listEndpointsSchema, updateEndpointSchema } from './schema'
import { testEndpoint } from './test-endpoint'
import { updateEndpoint } from './update-endpoint'

/** Every row of every table, as text. */
async function dump(): Promise<string> {
  const tables = await ownerDatabase().execute<{ name: string }>(sql`
    select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind = 'r'`)
  const parts = await Promise.all(
    tables.rows.map(async ({ name }) => {
      const table = sql.identifier(name)
      const { rows } = await ownerDatabase().execute<{ text: string | null }>(
        sql`select string_agg(row_to_json(${table})::text, E'\n') as text from ${table}`,
      )
      return rows[0]?.text ?? ''
    }),
  )
  return parts.join('\n')
}

/** What a refused call says to the other side. */
async function refusal(work: Promise<unknown>): Promise<unknown> {
  const [result] = await Promise.allSettled([work])
  if (result.status === 'fulfilled') throw new Error('It was not refused.')
  const { code, message, fieldErrors, details } = result.reason
  return { code, message, fieldErrors, details }
}

describe('secrets of endpoints', () => {
  it.each(['bearer', 'apiKey', 'basic'] as const)('never come out again: %s', async (type) => {
    const api = await startEchoServer((request, response) => {
      const all = JSON.stringify(request.headers)
      const encoded = { base64: Buffer.from(all).toString('base64'), url: encodeURIComponent(all) }
      response.writeHead(500, { 'x-echo': request.headers.authorization ?? '' })
      response.end(JSON.stringify({ headers: request.headers, ...encoded }))
    })
    const { admin, editor } = await testOrganization(testServices({ allow: api.allow }))
    const canaries: string[] = []
    const canary = () => {
      const secret = newSecret()
      canaries.push(secret)
      return secret
    }
    const authentication = () =>
      ({
        bearer: { type, token: canary() },
        apiKey: { type, key: canary(), headerName: 'X-Key' },
        basic: { type, username: canary(), password: canary() },
      })[type]
    const headers = () => [
      { name: 'X-Signature', value: canary(), secret: true },
      { name: 'Cookie', value: canary() },
    ]
    const full = () =>
      endpointInput({ baseUrl: api.origin, authentication: authentication(), defaultHeaders: headers() })
    const change = (version: number, given: object) => updateEndpointSchema.parse({ version, ...given })

    const input = full()
    const created = await createEndpoint(admin, input)
    const { id } = created
    const flow = await createFlow(editor, flowUsing(id))
    const said: unknown[] = [
      created,
      flow,
      await updateEndpoint(admin, {
        id,
        ...change(1, { authentication: authentication(), defaultHeaders: headers() }),
      }),
      await duplicateEndpoint(admin, { id }),
      await getEndpoint(admin, { id }),
      await listEndpoints(admin, listEndpointsSchema.parse({})),
      await listEndpointActivity(admin, { id }),
      await listEndpointUses(admin, { id }),
      await testEndpoint(admin, { source: 'saved', id, method: 'GET', path: '/echo' }),
      await testEndpoint(admin, { source: 'form', endpoint: full(), method: 'POST', path: '/echo' }),
      await refusal(updateEndpoint(admin, { id, ...change(1, { authentication: authentication() }) })),
      await refusal(updateEndpoint(admin, { id, ...change(2, { baseUrl: 'https://other.example.com' }) })),
      await refusal(createEndpoint(admin, { ...full(), name: input.name })),
      await refusal(createEndpoint(admin, { ...full(), baseUrl: 'http://10.0.0.1' })),
      await refusal(createEndpoint(editor, full())),
      await refusal(deleteEndpoint(admin, { id })),
    ]
    // A statement that fails carries its parameters; the log leaves them out.
    const broken = { ...full(), name: 'x'.repeat(10) + '\0' }
    said.push(serializeError(await createEndpoint(admin, broken).catch((error: unknown) => error)))

    expect(canaries.length).toBeGreaterThan(20)
    const stored = await dump()
    expect(stored).toContain(id)
    for (const form of canaries.flatMap(derivedForms)) {
      expect(JSON.stringify(said)).not.toContain(form)
      expect(stored).not.toContain(form)
    }
    await withOrg(admin, async (tx) => {
      const { rows } = await tx.execute<{ sealed: string }>(sql`select sealed from endpoint_secrets`)
      for (const { sealed } of rows) expect(JSON.stringify(said)).not.toContain(sealed)
    })
  })
})
