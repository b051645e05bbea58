import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { eq, sql } from 'drizzle-orm'
import { afterAll, describe, expect, inject, it } from 'vitest'
import type { Database } from '@/db/client'
import { apiTokens, endpointSecrets, organizations } from '@/db/schema'
import type { OrgContext } from '@/lib/auth/context'
import { createServices } from '@/lib/create-services'
import { createEndpoint } from '@/lib/endpoints/create-endpoint'
import { deleteEndpoint } from '@/lib/endpoints/delete-endpoint'
import { loadEndpoint } from '@/lib/endpoints/load-endpoint'
import { updateEndpointSchema } from '@/lib/endpoints/schema'
import { updateEndpoint } from '@/lib/endpoints/update-endpoint'
import { createFlow } from '@/lib/flows/create-flow'
import { deleteFlow } from '@/lib/flows/delete-flow'
import { publishFlow } from '@/lib/flows/publish-flow'
import { updateFlow } from '@/lib/flows/update-flow'
import { type NoticeSubscriber, noticesOf } from '@/lib/notices'
import type { Services } from '@/lib/services'
import { rawApiClient } from '@/lib/testing/api'
import { ownerDatabase } from '@/lib/testing/database'
import { endpointInput, newSecret } from '@/lib/testing/endpoint-input'
import { flowUsing } from '@/lib/testing/flow-using'
import { type TestOrganization, testOrganization } from '@/lib/testing/organization'
import { createToken } from '@/lib/tokens/create-token'
import { hashToken } from '@/lib/tokens/hash-token'
import { revokeToken } from '@/lib/tokens/revoke-token'
import { createReads } from './create-reads'

const pools: { end: () => Promise<void> }[] = []
afterAll(() => Promise.all(pools.map((pool) => pool.end())))

const encryptionKeys = `test:${randomBytes(32).toString('base64')}`

/** The parts of a process of their own, which has a pool, a connection for notices and a memory. */
async function startProcess(): Promise<Services> {
  const services = createServices({
    port: 0,
    metricsPort: null,
    appUrl: 'http://localhost',
    databaseUrl: inject('appDatabaseUrl'),
    authSecret: inject('authSecret'),
    encryptionKeys,
    encryptionKeysFile: null,
    egressAllow: '',
    egressPorts: '',
    egressDnsServers: [],
    egressHttpsOnly: false,
    concurrency: { perProcess: 10, perOrg: 10, perOriginOfOrg: 10 },
    rateLimits: false,
    runsPerMinute: null,
  })
  pools.push(services.db.$client)
  await noticesOf(services.db).ready()
  return services
}

/** An organization, seen by the process that changes it and by another that has been reading. */
async function twoProcesses(): Promise<{ organization: TestOrganization; there: OrgContext }> {
  const organization = await testOrganization(await startProcess())
  return { organization, there: { ...organization.admin, ...(await startProcess()) } }
}

/** Resolves when a process has heard of a change, or has lost its connection and got another. */
function nextNotice({ db }: Services, matches: (text: string) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const hear = (text: string) => {
      if (!matches(text)) return
      end()
      resolve()
    }
    const subscriber: NoticeSubscriber = {
      onNotice: (_channel, text) => hear(text),
      onGap: () => hear('gap'),
    }
    const end = noticesOf(db).subscribe(subscriber)
  })
}

async function bearerEndpoint(admin: OrgContext) {
  const token = newSecret()
  const input = endpointInput({ authentication: { type: 'bearer', token } })
  return { id: (await createEndpoint(admin, input)).id, token }
}

async function publishedFlow(admin: OrgContext) {
  const { id: endpointId } = await bearerEndpoint(admin)
  const flow = await createFlow(admin, flowUsing(endpointId))
  return publishFlow(admin, { id: flow.id })
}

describe('a change in one process', () => {
  it('of an endpoint is seen by the next read there, and by the others when they hear of it', async () => {
    const { organization, there } = await twoProcesses()
    const { admin } = organization
    const { id } = await bearerEndpoint(admin)
    for (const ctx of [admin, there]) {
      const loaded = await loadEndpoint(ctx, id)
      expect(loaded).toMatchObject({ endpoint: { version: 1 } })
      expect(await ctx.reads.sealedEndpoint(ctx.orgId, id)).toBe(
        await ctx.reads.sealedEndpoint(ctx.orgId, id),
      )
    }
    const token = newSecret()
    const heard = nextNotice(there, (text) => text === `endpoint_secrets ${admin.orgId} ${id}`)
    await updateEndpoint(admin, {
      id,
      ...updateEndpointSchema.parse({ version: 1, authentication: { type: 'bearer', token } }),
    })
    const changed = { ok: true, endpoint: { version: 2, credential: { type: 'bearer', token } } }
    expect(await loadEndpoint(admin, id)).toMatchObject(changed)
    await heard
    expect(await loadEndpoint(there, id)).toMatchObject(changed)

    const heardAgain = nextNotice(there, (text) => text === `endpoints ${admin.orgId} ${id}`)
    await deleteEndpoint(admin, { id })
    expect(await loadEndpoint(admin, id)).toMatchObject({ code: 'endpoint_deleted' })
    await heardAgain
    expect(await loadEndpoint(there, id)).toMatchObject({ code: 'endpoint_deleted' })
  })

  it('of what is published is seen likewise, and a saved draft changes nothing', async () => {
    const { organization, there } = await twoProcesses()
    const { admin, id: orgId } = organization
    const { id, version, definition } = await publishedFlow(admin)
    const first = await there.reads.publishedFlow(orgId, id)
    expect(first).toMatchObject({ flowId: id, publishedNumber: 1, draftVersion: version, definition })

    const nodes = definition.nodes.map((node) => ({ ...node, position: { x: 7, y: 7 } }))
    const draft = await updateFlow(admin, { id, version, definition: { ...definition, nodes } })
    const heard = nextNotice(there, (text) => text === `flows ${orgId} ${id}`)
    await publishFlow(admin, { id })
    expect(await admin.reads.publishedFlow(orgId, id)).toMatchObject({ publishedNumber: 2 })
    await heard
    expect(await there.reads.publishedFlow(orgId, id)).toMatchObject({
      publishedNumber: 2,
      definition: draft.definition,
    })
    expect(await there.reads.flowVersion(orgId, first.versionId)).toMatchObject({ definition })

    const renamed = nextNotice(there, (text) => text === `flows ${orgId} ${id}`)
    await updateFlow(admin, { id, version: draft.version, name: 'Renamed' })
    expect(await admin.reads.publishedFlow(orgId, id)).toMatchObject({ flowName: 'Renamed' })
    await renamed
    expect(await there.reads.publishedFlow(orgId, id)).toMatchObject({ flowName: 'Renamed' })

    const deleted = nextNotice(there, (text) => text === `flows ${orgId} ${id}`)
    await deleteFlow(admin, { id })
    await expect(admin.reads.publishedFlow(orgId, id)).rejects.toMatchObject({ code: 'not_found' })
    await deleted
    await expect(there.reads.publishedFlow(orgId, id)).rejects.toMatchObject({ code: 'not_found' })
  })

  it('tells of a flow only what matters to runs, so that autosave empties no memory', async () => {
    const { organization, there } = await twoProcesses()
    const { admin, id: orgId } = organization
    let heard = 0
    const count = (text: string) => {
      if (text.startsWith(`flows ${orgId}`)) heard++
    }
    noticesOf(there.db).subscribe({ onNotice: (_channel, text) => count(text), onGap: () => {} })
    const { id, version, definition } = await publishedFlow(admin)
    await updateFlow(admin, { id, version, definition })
    await updateFlow(admin, { id, version: version + 1, definition, description: 'Still a draft' })
    const deleted = nextNotice(there, () => heard > 2)
    await deleteFlow(admin, { id })
    await deleted
    expect(heard).toBe(3) // of its making, its publishing and its end
  })

  it('that takes a token away ends its use everywhere', async () => {
    const { organization, there } = await twoProcesses()
    const { id, token } = await createToken(organization.admin, { name: 'ci', role: 'viewer' })
    const [here, call] = [rawApiClient(organization.admin, token), rawApiClient(there, token)]
    expect(await here('GET', '/flows')).toMatchObject({ status: 200 })
    expect(await call('GET', '/flows')).toMatchObject({ status: 200 })
    const role = nextNotice(there, (text) => text === `api_tokens ${organization.id} ${id}`)
    await ownerDatabase().update(apiTokens).set({ role: 'editor' }).where(eq(apiTokens.id, id))
    await role
    expect(await there.reads.findToken(hashToken(token))).toMatchObject({ role: 'editor' })
    const heard = nextNotice(there, (text) => text === `api_tokens ${organization.id} ${id}`)
    await revokeToken(organization.admin, { id })
    expect(await here('GET', '/flows')).toMatchObject({ status: 401 })
    await heard
    expect(await call('GET', '/flows')).toMatchObject({ status: 401 })
  })

  it('that takes an organization away takes all of it', async () => {
    const { organization, there } = await twoProcesses()
    const { admin, id: orgId } = organization
    const { token } = await createToken(admin, { name: 'ci', role: 'viewer' })
    const { id: endpointId } = await bearerEndpoint(admin)
    expect(await there.reads.findToken(hashToken(token))).toMatchObject({ orgId })
    expect(await there.reads.sealedEndpoint(orgId, endpointId)).toMatchObject({ id: endpointId })
    const heard = nextNotice(there, (text) => text === `endpoints ${orgId} ${endpointId}`)
    await ownerDatabase().delete(organizations).where(eq(organizations.id, orgId))
    await heard
    expect(await there.reads.findToken(hashToken(token))).toBeNull()
    expect(await there.reads.sealedEndpoint(orgId, endpointId)).toBeNull()
  })
})

describe('what is remembered', () => {
  it('of one organization is nothing to another', async () => {
    const services = await startProcess()
    const [owner, stranger] = [await testOrganization(services), await testOrganization(services)]
    const flow = await publishedFlow(owner.admin)
    const { id: endpointId } = await bearerEndpoint(owner.admin)
    const { reads } = services
    const { versionId } = await reads.publishedFlow(owner.id, flow.id)
    expect(await reads.flowVersion(owner.id, versionId)).not.toBeNull()
    expect(await reads.sealedEndpoint(owner.id, endpointId)).not.toBeNull()

    await expect(reads.publishedFlow(stranger.id, flow.id)).rejects.toMatchObject({ code: 'not_found' })
    expect(await reads.flowVersion(stranger.id, versionId)).toBeNull()
    expect(await reads.sealedEndpoint(stranger.id, endpointId)).toBeNull()
  })

  it('holds no secret that could be read', async () => {
    const organization = await testOrganization(await startProcess())
    const { id, token } = await bearerEndpoint(organization.admin)
    expect(await loadEndpoint(organization.admin, id)).toMatchObject({ endpoint: { credential: { token } } })
    const row = await organization.admin.reads.sealedEndpoint(organization.id, id)
    expect(JSON.stringify(row)).not.toContain(token)
    expect(row?.sealed.token).toMatch(/^v1\./)
  })

  it('is not what was being read while it changed', async () => {
    const { organization, there } = await twoProcesses()
    const { id: orgId } = organization
    const { id } = await bearerEndpoint(organization.admin)
    const { db, answered, letGo } = holdingAnswersBack(there.db)
    const reads = createReads(db)
    const reading = reads.sealedEndpoint(orgId, id)
    await answered
    const heard = nextNotice(there, (text) => text === `endpoints ${orgId} ${id}`)
    await ownerDatabase().execute(sql`update endpoints set name = 'Changed' where id = ${id}`)
    await heard
    letGo()
    expect((await reading)?.name).not.toBe('Changed')
    expect((await reads.sealedEndpoint(orgId, id))?.name).toBe('Changed')
  })

  it('is for nobody while notices may be missed', async () => {
    const { organization, there } = await twoProcesses()
    const { id, token } = await bearerEndpoint(organization.admin)
    expect(await loadEndpoint(there, id)).toMatchObject({ endpoint: { credential: { token } } })
    const lost = nextNotice(there, (text) => text === 'gap')
    await ownerDatabase().execute(
      sql`select pg_terminate_backend(pid) from pg_stat_activity
        where application_name = 'sluice notices' and datname = current_database()`,
    )
    await lost
    const back = nextNotice(there, (text) => text === 'gap')
    await ownerDatabase().delete(endpointSecrets).where(eq(endpointSecrets.endpointId, id))
    expect(await loadEndpoint(there, id)).toMatchObject({ code: 'secret_unavailable' })
    await back
    expect(await loadEndpoint(there, id)).toMatchObject({ code: 'secret_unavailable' })
    const first = await there.reads.sealedEndpoint(organization.id, id)
    expect(await there.reads.sealedEndpoint(organization.id, id)).toBe(first)
  })

  it('is given up when the connection for notices is silent', async () => {
    const { organization, there } = await twoProcesses()
    const { id } = await bearerEndpoint(organization.admin)
    expect(await there.reads.sealedEndpoint(organization.id, id)).toMatchObject({ version: 1 })
    const { rows } = await ownerDatabase().execute<{ pid: number }>(
      sql`select pid from pg_stat_activity
        where application_name = 'sluice notices' and datname = current_database()`,
    )
    const gap = nextNotice(there, (text) => text === 'gap')
    for (const { pid } of rows) process.kill(pid, 'SIGSTOP')
    try {
      await gap
      expect(noticesOf(there.db).isListening()).toBe(false)
    } finally {
      for (const { pid } of rows) process.kill(pid, 'SIGCONT')
    }
  })
})

describe('the database', () => {
  it('gives notice of every table that processes remember rows of', async () => {
    const { rows } = await ownerDatabase().execute<{ name: string; events: string[] }>(sql`
      select c.relname as name, array_agg(distinct e.event order by e.event) as events
      from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_proc p on p.oid = t.tgfoid,
        lateral (values ('insert', 4), ('delete', 8), ('update', 16)) as e (event, bit)
      where p.proname = 'notify_change' and t.tgtype & e.bit > 0 group by 1 order by 1`)
    const events = ['delete', 'insert', 'update']
    expect(rows).toEqual(
      ['api_tokens', 'endpoint_secrets', 'endpoints', 'flow_versions', 'flows', 'organizations'].map(
        (name) => ({
          name,
          events,
        }),
      ),
    )
  })
})

/** A database whose answers arrive, but reach nobody before they are let go. */
function holdingAnswersBack(real: Database) {
  const [arrival, permission] = [new AbortController(), new AbortController()]
  const [answered, letGo] = [once(arrival.signal, 'abort'), once(permission.signal, 'abort')]
  const transaction: Database['transaction'] = async (work, config) => {
    const answer = await real.transaction(work, config)
    arrival.abort()
    await letGo
    return answer
  }
  const db = Object.create(real, { transaction: { value: transaction } }) as Database
  return { db, answered, letGo: () => permission.abort() }
}
