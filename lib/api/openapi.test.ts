import { isDeepStrictEqual } from 'node:util'
import { OpenAPIHono, z } from '@hono/zod-openapi'
import { describe, expect, it } from 'vitest'
import { newId } from '@/lib/new-id'
import { apiClient, rawApiClient } from '@/lib/testing/api'
import { testOrganization } from '@/lib/testing/organization'
import type { ApiEnv } from './api'
import type { ApiRoute } from './description'
import type { Operation } from './describe-api'
import { openApiDocument } from './openapi'
import { routesForTokens } from './routes'

const document = openApiDocument()
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => [`${method} ${path}`, operation] as const),
)
const routes = (() => {
  const api = new OpenAPIHono<ApiEnv>()
  routesForTokens(api)
  return api.openAPIRegistry.definitions.flatMap((definition) =>
    definition.type === 'route' ? [definition.route as ApiRoute] : [],
  )
})()

type JsonMedia = { schema: z.ZodType; example?: unknown }
const bodyOf = (route: ApiRoute) => route.request?.body?.content['application/json'] as JsonMedia | undefined

describe('the description of the API', () => {
  it('has every call of the contract', () => {
    expect(operations.map(([name]) => name).sort()).toEqual(
      [
        'get /endpoints',
        'post /endpoints',
        'get /endpoints/{id}',
        'patch /endpoints/{id}',
        'delete /endpoints/{id}',
        'get /endpoints/{id}/usage',
        'post /endpoints/{id}/replace',
        'post /endpoints/{id}/test',
        'get /flows',
        'post /flows',
        'get /flows/{id}',
        'patch /flows/{id}',
        'delete /flows/{id}',
        'post /flows/{id}/publish',
        'post /flows/{id}/runs',
        'get /runs',
        'get /runs/{id}',
        'post /runs/{id}/cancel',
        'get /runs/{id}/events',
        'get /audit-log',
        'get /openapi.json',
      ].sort(),
    )
  })

  it.each(operations)('says of %s what it is called, does, answers and refuses', (name, operation) => {
    expect(operation.operationId).toMatch(/^[a-z]+([A-Z][a-z]+)*$/)
    expect(operation.summary).not.toBe('')
    expect(document.tags.map((tag) => tag.name)).toEqual(expect.arrayContaining(operation.tags))
    const statuses = Object.keys(operation.responses)
    expect(statuses.some((status) => status.startsWith('2'))).toBe(true)
    const isPublic = operation.security?.length === 0
    const expected = [
      ...(isPublic ? [] : ['401', '403', '503']),
      '500',
      ...(name.includes('{id}') ? ['404'] : []),
      ...(operation.requestBody ? ['400', '413', '415'] : []),
      ...(operation.parameters?.some((parameter) => parameter.name === 'If-Match') ? ['400'] : []),
    ]
    expect(statuses).toEqual(expect.arrayContaining(expected))
    for (const schema of schemasOf(operation)) expect(schema).not.toEqual({})
  })

  it('names every call once', () => {
    const names = operations.map(([, operation]) => operation.operationId)
    expect(new Set(names).size).toBe(names.length)
  })

  it('refers to nothing that it does not have', () => {
    const text = JSON.stringify(document)
    const refs = [...text.matchAll(/"\$ref":"#\/components\/(\w+)\/(\w+)"/g)]
    expect(refs.length).toBeGreaterThan(100)
    expect(text.match(/"\$ref"/g)).toHaveLength(refs.length)
    for (const [, kind, name] of refs) {
      expect(document.components).toHaveProperty([String(kind), String(name)])
    }
  })

  it('has limits, defaults and the intents of secrets on the fields', () => {
    const { CreateEndpointRequest, AuthenticationChange } = document.components.schemas
    expect(CreateEndpointRequest).toMatchObject({
      required: ['name', 'baseUrl'],
      properties: {
        name: { minLength: 1, maxLength: 80 },
        connectTimeoutSeconds: { minimum: 0.1, maximum: 300, default: 60 },
        redirects: { enum: ['none', 'sameOrigin', 'any'], default: 'none' },
      },
      additionalProperties: false,
    })
    expect(AuthenticationChange?.oneOf?.[1]?.properties?.token).toMatchObject({
      nullable: true,
      writeOnly: true,
      format: 'password',
      description: expect.stringContaining('`null` removes'),
    })
  })

  it('says of nothing that it may be null without saying what it is otherwise', () => {
    const nullable: unknown[] = []
    JSON.stringify(document, (_key, value: unknown) => {
      if (typeof value === 'object' && value !== null && 'nullable' in value) nullable.push(value)
      return value
    })
    expect(nullable.length).toBeGreaterThan(20)
    expect(nullable.filter((schema) => !Object.hasOwn(schema as object, 'type'))).toEqual([])
  })

  it('describes a run that is started with its version, its headers and its answers', () => {
    const { startRun } = Object.fromEntries(operations.map(([, value]) => [value.operationId, value]))
    expect(startRun?.parameters?.map((parameter) => parameter.name)).toEqual([
      'id',
      'version',
      'Prefer',
      'Idempotency-Key',
    ])
    expect(startRun?.responses).toMatchObject({
      200: {},
      202: { headers: { Location: {} } },
      409: {},
      503: { headers: { 'Retry-After': {} } },
    })
  })

  it.each(operations.filter(([, { parameters = [] }]) => parameters.some(({ name }) => name === 'cursor')))(
    'says of %s how it goes on, and what its texts are',
    (_name, { parameters = [], responses }) => {
      const mute = parameters.filter(({ description, schema }) => !description && !schema.enum)
      expect(mute.map(({ name }) => name)).toEqual([])
      const page = JSON.stringify(responses[200]).match(/schemas\/(\w+)/)?.[1] ?? ''
      expect(document.components.schemas[page]?.properties?.nextCursor?.description).toContain('`cursor`')
    },
  )

  it('says which calls take If-Match: * for any version', () => {
    const saidOf = Object.fromEntries(
      operations.flatMap(([name, { parameters = [] }]) =>
        parameters.filter(({ name }) => name === 'If-Match').map(({ description }) => [name, description]),
      ),
    )
    for (const name of ['delete /flows/{id}', 'post /endpoints/{id}/replace', 'post /flows/{id}/publish']) {
      expect(saidOf[name]).toContain('`*` for any')
    }
    for (const name of ['patch /flows/{id}', 'patch /endpoints/{id}']) {
      expect(saidOf[name]).toContain('`*` leaves that to `version`')
    }
  })

  it('gives examples that would be accepted', () => {
    const examples = routes.flatMap((route) => {
      const body = bodyOf(route)
      return body ? [[route.operationId, body.schema.safeParse(body.example).error] as const] : []
    })
    expect(examples.length).toBeGreaterThan(5)
    expect(examples.filter(([, error]) => error !== undefined)).toEqual([])
  })

  it('shows an answer of each call that has one, as it would be given', () => {
    const shown = routes.flatMap(({ operationId, responses }) =>
      Object.entries(responses).flatMap(([status, response]) => {
        const { content } = response as { content?: Record<string, JsonMedia> }
        const schema = content?.['application/json']?.schema
        const id = schema?.meta()?.id
        if (!status.startsWith('2') || !schema || !id) return []
        const example = document.components.schemas[id]?.example
        const parsed = schema.safeParse(example)
        return [{ operationId, error: parsed.error, isWhole: isDeepStrictEqual(parsed.data, example) }]
      }),
    )
    expect(shown.length).toBeGreaterThan(15)
    expect(shown.filter(({ error, isWhole }) => error || !isWhole)).toEqual([])
  })

  it('is served to everybody, below the address that it names', async () => {
    const { admin } = await testOrganization()
    const answer = await rawApiClient(admin, null)('GET', '/openapi.json')
    expect(answer).toMatchObject({ status: 200, body: document })
    expect(answer.headers.get('content-type')).toContain('application/json')
    expect(document.servers).toMatchObject([{ url: '/api/v1' }])
  })
})

describe('every call that changes something', () => {
  const changing = routes.filter((route) => route.method !== 'get')

  it.each(changing.map((route) => [route.operationId, route] as const))(
    'refuses a viewer’s token: %s',
    async (_name, route) => {
      const viewer = await apiClient(await testOrganization(), 'viewer')
      const path = route.path.replace('{id}', newId())
      const answer = await viewer(route.method.toUpperCase(), path, bodyOf(route)?.example)
      expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden' } })
    },
  )
})

function schemasOf({ responses, requestBody }: Operation): unknown[] {
  const contents = Object.values(responses).map((response) => ('content' in response ? response.content : {}))
  return [requestBody?.content, ...contents].flatMap((content) =>
    Object.values(content ?? {}).map((media) => media.schema),
  )
}
