import { z } from '@hono/zod-openapi'
import {
  endpointPageSchema,
  endpointSchema,
  endpointTestResultSchema,
  endpointUsageSchema,
} from '@/lib/endpoints/answers'
import { createEndpoint } from '@/lib/endpoints/create-endpoint'
import { deleteEndpoint } from '@/lib/endpoints/delete-endpoint'
import { getEndpoint } from '@/lib/endpoints/get-endpoint'
import { listEndpointUses } from '@/lib/endpoints/list-endpoint-uses'
import { listEndpoints } from '@/lib/endpoints/list-endpoints'
import { listEndpointsQuerySchema } from '@/lib/endpoints/list-query'
import { replaceEndpoint } from '@/lib/endpoints/replace-endpoint'
import {
  createEndpointSchema,
  endpointTestMethods,
  replaceEndpointSchema,
  updateEndpointSchema,
} from '@/lib/endpoints/schema'
import { testEndpoint } from '@/lib/endpoints/test-endpoint'
import { updateEndpoint } from '@/lib/endpoints/update-endpoint'
import { parseInput } from '@/lib/parse-input'
import { readJson } from '@/lib/read-json'
import { addRoute, type Api, type ApiContext } from './api'
import {
  createdHeaders,
  idParam,
  ifMatchHeader,
  jsonBody,
  jsonResponse,
  refusal,
  startsFromHeader,
  versionHeaders,
} from './description'
import { matchedVersion, versionTag, withOptionalVersion, withVersion } from './if-match'
import { endpointConflictSchema, inUseSchema, unreplaceableSchema } from './problem-schemas'
import { queryOf } from './query'

const tags = ['Endpoints']
const testSchema = z
  .strictObject({
    method: z.enum(endpointTestMethods).default('GET'),
    path: z.string().max(2_048).default('').meta({ description: 'Joined to the base URL.' }),
  })
  .meta({ id: 'TestEndpointRequest' })
const tooManyWrites = refusal(
  'rate_limited',
  'More than 120 writes to endpoints of the organization in a minute. `Retry-After` says how long to wait.',
)
const newEndpointExample = {
  name: 'Billing API',
  baseUrl: 'https://api.example.com/v1',
  authentication: { type: 'bearer', token: 'the-token-of-the-api' },
  defaultHeaders: [{ name: 'X-API-Version', value: '2023-10-16' }],
  connectTimeoutSeconds: 5,
  responseTimeoutSeconds: 30,
}

export function endpointsRoutes(api: Api): void {
  addRoute(
    api,
    {
      method: 'get',
      path: '/endpoints',
      operationId: 'listEndpoints',
      tags,
      summary: 'List endpoints',
      request: { query: listEndpointsQuerySchema },
      responses: { 200: jsonResponse('A page of endpoints, by name', endpointPageSchema) },
    },
    async (c) => c.json(await listEndpoints(c.get('ctx'), parseInput(listEndpointsQuerySchema, queryOf(c)))),
  )
  addRoute(
    api,
    {
      method: 'post',
      path: '/endpoints',
      operationId: 'createEndpoint',
      tags,
      summary: 'Create an endpoint',
      description: 'Secrets are write-only: they are sealed, and no answer ever carries one.',
      request: { body: jsonBody(createEndpointSchema, newEndpointExample) },
      responses: {
        201: jsonResponse('The endpoint', endpointSchema, createdHeaders),
        ...tooManyWrites,
      },
    },
    async (c) => {
      const input = parseInput(createEndpointSchema, await readJson(c.req.raw))
      const endpoint = await createEndpoint(c.get('ctx'), input)
      const location = `${c.req.path}/${endpoint.id}`
      return c.json(endpoint, 201, { ...versionTag(endpoint.version), location })
    },
  )
  addRoute(
    api,
    {
      method: 'get',
      path: '/endpoints/{id}',
      operationId: 'getEndpoint',
      tags,
      summary: 'Get an endpoint',
      request: { params: idParam },
      responses: { 200: jsonResponse('The endpoint', endpointSchema, versionHeaders) },
    },
    async (c) => {
      const endpoint = await getEndpoint(c.get('ctx'), named(c))
      return c.json(endpoint, 200, versionTag(endpoint.version))
    },
  )
  addRoute(
    api,
    {
      method: 'patch',
      path: '/endpoints/{id}',
      operationId: 'updateEndpoint',
      tags,
      summary: 'Change an endpoint',
      description:
        'Names the version that the change starts from in `version` or in `If-Match`. What is absent stays as it is. A secret that is absent is kept, a value replaces it, `null` removes it; another origin needs the secrets entered again.',
      request: {
        params: idParam,
        headers: startsFromHeader,
        body: jsonBody(withOptionalVersion('UpdateEndpointRequest', updateEndpointSchema), {
          version: 1,
          responseTimeoutSeconds: 10,
        }),
      },
      responses: {
        200: jsonResponse('The changed endpoint', endpointSchema, versionHeaders),
        ...refusal('conflict', 'Somebody changed the endpoint meanwhile.', endpointConflictSchema),
        ...tooManyWrites,
      },
    },
    async (c) => {
      const input = parseInput(updateEndpointSchema, withVersion(c, await readJson(c.req.raw)))
      const endpoint = await updateEndpoint(c.get('ctx'), { ...named(c), ...input })
      return c.json(endpoint, 200, versionTag(endpoint.version))
    },
  )
  addRoute(
    api,
    {
      method: 'delete',
      path: '/endpoints/{id}',
      operationId: 'deleteEndpoint',
      tags,
      summary: 'Delete an endpoint that no flow uses',
      request: { params: idParam, headers: ifMatchHeader },
      responses: {
        204: { description: 'Deleted' },
        ...refusal(
          'in_use',
          'Flows use it, and `usedBy` says which. Or it is no longer the version in `If-Match`.',
          inUseSchema,
        ),
        ...tooManyWrites,
      },
    },
    async (c) => {
      await deleteEndpoint(c.get('ctx'), { ...named(c), version: matchedVersion(c) })
      return c.body(null, 204)
    },
  )
  addRoute(
    api,
    {
      method: 'get',
      path: '/endpoints/{id}/usage',
      operationId: 'listEndpointUses',
      tags,
      summary: 'List the flows that use an endpoint',
      request: { params: idParam },
      responses: { 200: jsonResponse('Flows with their steps', endpointUsageSchema) },
    },
    async (c) => c.json({ data: await listEndpointUses(c.get('ctx'), named(c)) }),
  )
  addRoute(
    api,
    {
      method: 'post',
      path: '/endpoints/{id}/replace',
      operationId: 'replaceEndpoint',
      tags,
      summary: 'Let every flow use another endpoint, then delete this one',
      description:
        'In drafts and in published versions, which run through the other endpoint right after. All of it happens or nothing.',
      request: {
        params: idParam,
        headers: ifMatchHeader,
        body: jsonBody(replaceEndpointSchema, { with: '01980000-0000-7000-8000-000000000000' }),
      },
      responses: {
        200: jsonResponse('The endpoint that is used now', endpointSchema, versionHeaders),
        ...refusal(
          'conflict',
          'Flows that use the endpoint keep changing: try again. Or it is no longer the version in `If-Match`.',
          endpointConflictSchema,
        ),
        ...refusal(
          'unprocessable',
          'A published flow could not run with the other endpoint; `flow` and `problems` say which, and why.',
          unreplaceableSchema,
        ),
        ...tooManyWrites,
      },
    },
    async (c) => {
      const input = parseInput(replaceEndpointSchema, await readJson(c.req.raw))
      const endpoint = await replaceEndpoint(c.get('ctx'), {
        ...named(c),
        version: matchedVersion(c),
        ...input,
      })
      return c.json(endpoint, 200, versionTag(endpoint.version))
    },
  )
  addRoute(
    api,
    {
      method: 'post',
      path: '/endpoints/{id}/test',
      operationId: 'testEndpoint',
      tags,
      summary: 'Send one request through an endpoint as it is saved',
      request: {
        params: idParam,
        body: jsonBody(testSchema, { method: 'GET', path: '/health' }, { required: false }),
      },
      responses: {
        200: jsonResponse('What happened, step by step', endpointTestResultSchema),
        ...refusal('unprocessable', 'A stored secret can’t be opened. Enter it again.'),
        ...refusal('rate_limited', 'More than 30 tests in a minute. `Retry-After` says how long to wait.'),
      },
    },
    async (c) => {
      const { method, path } = parseInput(testSchema, await readJson(c.req.raw))
      const input = { source: 'saved', ...named(c), method, path } as const
      return c.json(await testEndpoint(c.get('ctx'), input, c.req.raw.signal))
    },
  )
}

function named(c: ApiContext): { id: string } {
  return { id: c.req.param('id') ?? '' }
}
