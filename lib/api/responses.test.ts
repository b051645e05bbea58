import { OpenAPIHono, z } from '@hono/zod-openapi'
import { describe, expect, it } from 'vitest'
import { newId } from '@/lib/new-id'
import { callFlow, definition } from '@/lib/flows/testing/definitions'
import { runProgressSchema } from '@/lib/runs/answers'
import { json, upstreamFlow } from '@/lib/runs/testing/upstream-flow'
import { type ApiClient, apiClient, rawApiClient } from '@/lib/testing/api'
import { newSecret } from '@/lib/testing/endpoint-input'
import { type TestOrganization, testOrganization } from '@/lib/testing/organization'
import { createToken } from '@/lib/tokens/create-token'
import type { ApiEnv } from './api'
import { createApi } from './app'
import type { ApiRoute } from './description'
import { openApiDocument } from './openapi'
import { forbiddenSchema, problemSchema } from './problem-schemas'
import { routesForTokens } from './routes'

// Calls everything for real, and holds each answer against what the description says of it: every field is
// described, and every described field is there.

const routes = (() => {
  const api = new OpenAPIHono<ApiEnv>()
  routesForTokens(api)
  return api.openAPIRegistry.definitions.flatMap((given) =>
    given.type === 'route' ? [given.route as ApiRoute] : [],
  )
})()
const seen = new Set<string>()

/** A client whose answers are checked. */
function checked(call: ApiClient): ApiClient {
  return async (method, path, ...rest) => {
    const answer = await call(method, path, ...rest)
    const [address = ''] = path.split('?')
    const route = routes.find(
      (candidate) =>
        candidate.method === method.toLowerCase() &&
        new RegExp(`^${candidate.path.replace('{id}', '[^/]+')}$`).test(address),
    )
    if (!route) throw new Error(`${method} ${path} is not described.`)
    seen.add(`${route.operationId} ${answer.status}`)
    expect(schemaOf(route, answer.status).parse(answer.body)).toEqual(answer.body)
    const told = telling.filter((name) => answer.headers.has(name))
    expect(headersOf(route, answer.status)).toEqual(expect.arrayContaining(told))
    return answer
  }
}

function schemaOf(route: ApiRoute, status: number): z.ZodType {
  const described = route.responses[status]
  if (!described && status >= 400) return status === 403 ? forbiddenSchema : problemSchema
  if (!described || !('description' in described)) {
    throw new Error(`${route.operationId} does not describe ${status}.`)
  }
  const [media] = Object.values(described.content ?? {})
  return media ? (media as { schema: z.ZodType }).schema : z.null()
}

/** Headers that tell a program something. */
const telling = ['ETag', 'Location', 'Preference-Applied', 'Retry-After', 'WWW-Authenticate']

function headersOf({ path, method }: ApiRoute, status: number): string[] {
  const { paths, components } = openApiDocument()
  const described = paths[path]?.[method]?.responses[status]
  const refusal = described && '$ref' in described ? described.$ref.split('/').at(-1) : undefined
  const { headers = {} } = (refusal === undefined ? described : components.responses[refusal]) as {
    headers?: object
  }
  return Object.keys(headers)
}

async function setUp() {
  const upstream = await upstreamFlow({
    onRequest: (socket, { target }) =>
      socket.write(target.includes('broken') ? json('{}', { status: '500 Oops' }) : json('{"name":"Ada"}')),
  })
  return { upstream, call: checked(await apiClient(upstream.organization)) }
}

describe('answers', () => {
  it('about endpoints are as described', async () => {
    const { upstream, call } = await setUp()
    const authentication = { type: 'apiKey', headerName: 'X-Key', key: newSecret() }
    const defaultHeaders = [
      { name: 'X-Version', value: '1' },
      { name: 'X-Secret', value: newSecret(), secret: true },
    ]
    const baseUrl = `${upstream.server.origin}/v1`
    const { body: created } = await call('POST', '/endpoints', {
      name: 'Described',
      baseUrl,
      authentication,
      defaultHeaders,
      allowInsecure: true,
    })
    const path = `/endpoints/${created.id}`
    expect(await call('POST', `${path}/test`, { path: '/customers' })).toMatchObject({ body: { ok: true } })
    expect(await call('POST', `${path}/test`, { path: '/broken' })).toMatchObject({ body: { ok: false } })
    await call('GET', path)
    await call('GET', '/endpoints')
    await call('PATCH', path, { version: 1, description: 'Changed' })
    await call('PATCH', path, { version: 1, description: 'Stale' })
    await call('PATCH', path, {})
    await call('POST', '/flows', { name: 'Uses it', definition: callFlow(created.id) })
    expect((await call('GET', `${path}/usage`)).body.data).toHaveLength(1)
    await call('DELETE', path)
    await call('DELETE', path, undefined, { 'if-match': '"1"' })
    const headers = [{ name: 'X-Key', value: 'own' }]
    const { body: plain } = await call('POST', '/endpoints', { name: 'Plain', baseUrl })
    const { body: flow } = await call('POST', '/flows', {
      name: 'Has the header',
      definition: callFlow(plain.id, { headers }),
    })
    await call('POST', `/flows/${flow.id}/publish`, {})
    const unable = await call('POST', `/endpoints/${plain.id}/replace`, { with: created.id })
    expect(unable).toMatchObject({ status: 422, body: { flow: { id: flow.id }, problems: [{}] } })
    await call('POST', `${path}/replace`, { with: upstream.endpointId })
    const { body: other } = await call('POST', '/endpoints', { name: 'Other', baseUrl })
    await call('DELETE', `/endpoints/${other.id}`)
    await call('GET', path)
    await call('POST', '/endpoints', 'no JSON')
    await call('POST', '/endpoints', 'text', { 'content-type': 'text/plain' })
  })

  it('about flows and runs are as described', async () => {
    const { upstream, call } = await setUp()
    const everything = definition(
      [
        {
          id: 'start',
          type: 'start',
          data: { inputs: [{ name: 'who', type: 'string', required: false, sample: 'Ada' }] },
        },
        { id: 'set', type: 'setVariables', data: { variables: [{ name: 'a', value: '1' }] } },
        { id: 'ask', type: 'condition', data: { rows: [{ left: '1', operator: 'equals', right: '1' }] } },
        {
          id: 'call',
          type: 'apiCall',
          data: {
            endpointId: upstream.endpointId,
            method: 'POST',
            path: '/customers',
            body: { type: 'json', content: '{"who": "{{ input.who }}"}' },
            retry: { attempts: 2 },
          },
        },
        { id: 'end', type: 'end', data: { output: { name: '{{ steps.call.body.name }}' } } },
      ],
      ['start.next -> set', 'set.next -> ask', 'ask.true -> call', 'call.success -> end'],
    )
    const { body: flow } = await call('POST', '/flows', { name: 'Everything', definition: everything })
    const path = `/flows/${flow.id}`
    await call('POST', `${path}/runs`, {})
    await call('POST', `${path}/publish`, {})
    const { body: run } = await call('POST', `${path}/runs`, { input: { who: 'Ada' } })
    expect(run).toMatchObject({ status: 'succeeded', output: { name: 'Ada' } })
    const asked = [`${path}/runs`, { input: { who: 'Ada' } }] as const
    await call('POST', ...asked, { 'idempotency-key': 'once' })
    await call('POST', `${path}/runs`, { input: { who: 'Eve' } }, { 'idempotency-key': 'once' })
    await call('POST', ...asked, { prefer: 'respond-async' })
    await call('GET', path)
    await call('GET', '/flows')
    await call('PATCH', path, { version: 1, name: 'Renamed' })
    await call('PATCH', path, { version: 1, name: 'Stale' })
    await call('POST', `${path}/publish`, { version: 1 })
    const { body: broken } = await call('POST', '/flows', {
      name: 'Fails',
      definition: callFlow(upstream.endpointId, { path: '/broken' }),
    })
    const { body: failed } = await call('POST', `/flows/${broken.id}/runs?version=draft`, {})
    expect(failed.status).toBe('failed')
    const unknown = { id: 'odd', type: 'robot', position: { x: 0, y: 0 }, data: { anything: 1 } }
    const { body: odd } = await call('POST', '/flows', {
      name: 'Cannot run',
      definition: { nodes: [unknown], edges: [] },
    })
    expect(odd.problems).not.toEqual([])
    await call('POST', `/flows/${odd.id}/publish`, {})

    for (const { id } of [run, failed]) {
      await call('GET', `/runs/${id}`)
      await call('POST', `/runs/${id}/cancel`)
    }
    await call('GET', '/runs')
    await checked(await apiClient(upstream.organization, 'viewer'))('GET', `/runs/${run.id}`)
    await call('DELETE', path, undefined, { 'if-match': '"999"' })
    await call('DELETE', path)
    await call('GET', `/runs/${newId()}`)
  })

  it('about who did what are as described', async () => {
    const { call } = await setUp()
    expect((await call('GET', '/audit-log?limit=2')).body.nextCursor).toEqual(expect.any(String))
    await call('GET', '/audit-log?cursor=x')
    const organization = await testOrganization()
    const nobody = checked(rawApiClient(organization.admin, null))
    expect((await nobody('GET', '/audit-log')).status).toBe(401)
    const editor = checked(await apiClient(organization, 'editor'))
    expect((await editor('GET', '/audit-log')).status).toBe(403)
  })

  it('of a run that is watched are as described', async () => {
    const { upstream } = await setUp()
    const { id, revision } = await upstream.run()
    const call = await rawText(upstream.organization)
    const { status, text } = await call(`/runs/${id}/events`)
    const data = /^data: (.*)$/m.exec(text)?.[1] ?? ''
    const progress: unknown = JSON.parse(data)
    expect(runProgressSchema.parse(progress)).toEqual(progress)
    seen.add(`watchRun ${status}`)
    const again = await call(`/runs/${id}/events`, { 'last-event-id': String(revision) })
    seen.add(`watchRun ${again.status}`)
  })

  // Last, so that the others have run.
  it('have all been seen', () => {
    const described = routes.flatMap(({ operationId, responses }) =>
      Object.keys(responses).map((status) => `${operationId} ${status}`),
    )
    // What takes a clock, a race, an outage or another key is tested where it belongs.
    const elsewhere = described.filter((name) => / (429|503)$/.test(name))
    expect(described.filter((name) => !seen.has(name) && !elsewhere.includes(name)).sort()).toEqual([
      'replaceEndpoint 409',
      'testEndpoint 422',
    ])
  })
})

async function rawText({ admin }: TestOrganization) {
  const { token } = await createToken(admin, { name: 'Watcher', role: 'viewer' })
  const api = createApi(() => admin)
  return async (path: string, headers: Record<string, string> = {}) => {
    const response = await api.fetch(
      new Request(`http://localhost/api/v1${path}`, {
        headers: { authorization: `Bearer ${token}`, ...headers },
      }),
    )
    return { status: response.status, text: await response.text() }
  }
}
