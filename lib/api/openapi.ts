import { OpenAPIHono, z } from '@hono/zod-openapi'
import { addRoute, type Api, type ApiEnv } from './api'
import { describeApi, type OpenApiDocument } from './describe-api'
import { jsonResponse } from './description'
import { routesForTokens } from './routes'

let document: OpenApiDocument | undefined

/** The description of the API, generated once a process from the schemas that validate. */
export function openApiDocument(): OpenApiDocument {
  if (!document) {
    const api = new OpenAPIHono<ApiEnv>()
    openApiRoute(api)
    routesForTokens(api)
    document = describeApi(api)
  }
  return document
}

/** Serves the description, which needs no token. */
export function openApiRoute(api: Api): void {
  addRoute(
    api,
    {
      method: 'get',
      path: '/openapi.json',
      operationId: 'getOpenApi',
      tags: ['Description'],
      summary: 'Get this description',
      security: [],
      responses: { 200: jsonResponse('An OpenAPI document', z.record(z.string(), z.unknown())) },
    },
    async (c) => c.json(openApiDocument()),
  )
}
