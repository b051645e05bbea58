import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { withOrg } from '@/db/client'
import { getEndpointsOverview } from '@/lib/dashboard/endpoints-overview'
import { createFlow } from '@/lib/flows/create-flow'
import { endpointInput, newSecret } from '@/lib/testing/endpoint-input'
import { flowUsing } from '@/lib/testing/flow-using'
import { testOrganization } from '@/lib/testing/organization'
import { createEndpoint } from './create-endpoint'
import { getEndpoint } from './get-endpoint'
import { listEndpointActivity } from './list-endpoint-activity'
import { listEndpoints } from './list-endpoints'
import { type ListEndpointsInput, listEndpointsSchema } from './schema'

const filter = (given: Partial<ListEndpointsInput> = {}) => listEndpointsSchema.parse(given)

describe('listEndpoints', () => {
  it('lists by name, ignoring case, page by page without gaps or repeats', async () => {
    const { admin, viewer } = await testOrganization()
    const names = ['beta', 'Alpha', 'alpha 2', 'Gamma', 'éclair', 'zulu', 'Zürich']
    for (const name of names) await createEndpoint(admin, endpointInput({ name }))
    const whole = await listEndpoints(viewer, filter())
    expect(whole.nextCursor).toBeNull()
    expect(whole.data.map((endpoint) => endpoint.name).slice(0, 4)).toEqual([
      'Alpha',
      'alpha 2',
      'beta',
      'Gamma',
    ])
    const paged: string[] = []
    let cursor: string | undefined
    do {
      const page = await listEndpoints(viewer, filter({ limit: 2, ...(cursor ? { cursor } : {}) }))
      paged.push(...page.data.map((endpoint) => endpoint.name))
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    expect(paged).toEqual(whole.data.map((endpoint) => endpoint.name))
  })

  it('shows a secret that doesn’t open as missing, and everything else as it is', async () => {
    const { admin } = await testOrganization()
    const input = () => endpointInput({ authentication: { type: 'bearer', token: newSecret() } })
    const fine = await createEndpoint(admin, input())
    const moved = await createEndpoint(admin, input())
    await withOrg(admin, (tx) =>
      tx.execute(sql`update endpoint_secrets s set sealed = other.sealed from endpoint_secrets other
        where s.endpoint_id = ${moved.id} and other.endpoint_id = ${fine.id}`),
    )
    const { data } = await listEndpoints(admin, filter())
    const states = Object.fromEntries(data.map(({ id, authentication }) => [id, authentication.isSet]))
    expect(states).toEqual({ [fine.id]: true, [moved.id]: false })
    expect(await getEndpointsOverview(admin)).toMatchObject({ count: 2, needsSecret: 1 })
  })

  it('searches name, description and base URL for exactly the text', async () => {
    const { admin } = await testOrganization()
    await createEndpoint(admin, endpointInput({ name: '100% Billing' }))
    await createEndpoint(admin, endpointInput({ name: 'B', description: 'for BILLING' }))
    await createEndpoint(admin, endpointInput({ name: 'C', baseUrl: 'https://billing.example.com' }))
    await createEndpoint(admin, endpointInput({ name: 'D' }))
    const found = async (search: string) =>
      (await listEndpoints(admin, filter({ search }))).data.map((endpoint) => endpoint.name)
    expect(await found('billing')).toEqual(['100% Billing', 'B', 'C'])
    expect(await found('0%')).toEqual(['100% Billing'])
    expect(await found('%')).toEqual(['100% Billing'])
    expect(await found('_')).toEqual([])
    expect(await found('\\')).toEqual([])
  })

  it('filters by authentication and by use', async () => {
    const { admin, editor } = await testOrganization()
    const bearer = { type: 'bearer', token: newSecret() }
    const used = await createEndpoint(admin, endpointInput({ authentication: bearer }))
    const unused = await createEndpoint(admin, endpointInput())
    await createFlow(editor, flowUsing(used.id))
    const ids = async (given: Partial<ListEndpointsInput>) =>
      (await listEndpoints(admin, filter(given))).data.map((endpoint) => endpoint.id)
    expect(await ids({ auth: 'bearer' })).toEqual([used.id])
    expect(await ids({ auth: 'none' })).toEqual([unused.id])
    expect(await ids({ unused: true })).toEqual([unused.id])
    expect((await ids({ unused: false })).sort()).toEqual([used.id, unused.id].sort())
  })

  it('shows fingerprints to admins only', async () => {
    const { admin, editor, viewer } = await testOrganization()
    const header = { name: 'X-Signature', value: newSecret(), secret: true }
    const { id } = await createEndpoint(
      admin,
      endpointInput({
        authentication: { type: 'basic', username: newSecret(), password: newSecret() },
        defaultHeaders: [header],
      }),
    )
    for (const ctx of [editor, viewer]) {
      const { authentication, defaultHeaders } = await getEndpoint(ctx, { id })
      expect(authentication).toMatchObject({ isSet: true, fingerprint: null })
      expect(defaultHeaders).toMatchObject([{ isSet: true, value: null, fingerprint: null }])
    }
    const { authentication } = await getEndpoint(admin, { id })
    expect(authentication.fingerprint).toMatch(/^[0-9a-f]{6}$/)
  })

  it('shows nothing of other organizations', async () => {
    const { admin } = await testOrganization()
    const { id } = await createEndpoint(admin, endpointInput())
    const stranger = await testOrganization()
    expect((await listEndpoints(stranger.admin, filter())).data).toEqual([])
    await expect(getEndpoint(stranger.admin, { id })).rejects.toMatchObject({ code: 'not_found' })
    await expect(listEndpointActivity(stranger.admin, { id })).rejects.toMatchObject({ code: 'not_found' })
  })

  it('tells what happened to an endpoint, newest first', async () => {
    const { admin, viewer } = await testOrganization()
    const authentication = { type: 'bearer', token: newSecret() }
    const { id, name } = await createEndpoint(admin, endpointInput({ authentication }))
    expect(await listEndpointActivity(viewer, { id })).toMatchObject([
      { action: 'secret.set', actor: { type: 'user', name: admin.actor.name }, objectName: name },
      { action: 'endpoint.created' },
    ])
  })
})
