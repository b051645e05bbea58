import { z } from '@hono/zod-openapi'
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
import { idParam, jsonBody, jsonResponse } from './description'
import { versionTag, withVersion } from './if-match'

const tags = ['Endpoints']
const testSchema = z.strictObject({
  method: z.enum(endpointTestMethods).default('GET'),
  path: z.string().max(2_048).default(''),
})

export function endpointsRoutes(api: Api): void {
  addRoute(
    api,
    {
      method: 'get',
      path: '/endpoints',
      tags,
      summary: 'List endpoints',
      request: { query: listEndpointsQuerySchema },
      responses: { 200: jsonResponse('A page of endpoints, by name') },
    },
    async (c) =>
      c.json(await listEndpoints(c.get('ctx'), parseInput(listEndpointsQuerySchema, c.req.query()))),
  )
  addRoute(
    api,
    {
      method: 'post',
      path: '/endpoints',
      tags,
      summary: 'Create an endpoint',
      request: { body: jsonBody(createEndpointSchema) },
      responses: { 201: jsonResponse('The endpoint') },
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
      tags,
      summary: 'Get an endpoint',
      request: { params: idParam },
      responses: { 200: jsonResponse('The endpoint') },
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
      tags,
      summary: 'Change an endpoint',
      description: 'Names the version that the change starts from in `version` or in `If-Match`.',
      request: { params: idParam, body: jsonBody(updateEndpointSchema) },
      responses: { 200: jsonResponse('The changed endpoint') },
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
      tags,
      summary: 'Delete an endpoint that no flow uses',
      request: { params: idParam },
      responses: { 204: { description: 'Deleted' } },
    },
    async (c) => {
      await deleteEndpoint(c.get('ctx'), named(c))
      return c.body(null, 204)
    },
  )
  addRoute(
    api,
    {
      method: 'get',
      path: '/endpoints/{id}/usage',
      tags,
      summary: 'List the flows that use an endpoint',
      request: { params: idParam },
      responses: { 200: jsonResponse('Flows with their steps') },
    },
    async (c) => c.json({ data: await listEndpointUses(c.get('ctx'), named(c)) }),
  )
  addRoute(
    api,
    {
      method: 'post',
      path: '/endpoints/{id}/replace',
      tags,
      summary: 'Let every flow use another endpoint, then delete this one',
      request: { params: idParam, body: jsonBody(replaceEndpointSchema) },
      responses: { 200: jsonResponse('The endpoint that is used now') },
    },
    async (c) => {
      const input = parseInput(replaceEndpointSchema, await readJson(c.req.raw))
      const endpoint = await replaceEndpoint(c.get('ctx'), { ...named(c), ...input })
      return c.json(endpoint, 200, versionTag(endpoint.version))
    },
  )
  addRoute(
    api,
    {
      method: 'post',
      path: '/endpoints/{id}/test',
      tags,
      summary: 'Send one request through an endpoint as it is saved',
      request: { params: idParam, body: jsonBody(testSchema) },
      responses: { 200: jsonResponse('What happened, step by step') },
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
