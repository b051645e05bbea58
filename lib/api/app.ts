import { randomUUID } from 'node:crypto'
import { OpenAPIHono } from '@hono/zod-openapi'
import { toErrorBody } from '@/lib/error-body'
import { AppError, notFound } from '@/lib/errors'
import type { Services } from '@/lib/services'
import type { ApiContext, ApiEnv } from './api'
import { authenticate } from './authenticate'
import { allowedMethods, optionsRoute } from './methods'
import { openApiRoute } from './openapi'
import { problem } from './problem'
import { routesForTokens } from './routes'

/** The REST API below `/api/v1`: the same verbs as the browser's, for programs with a token. */
export function createApi(services: () => Services): {
  fetch: (request: Request) => Response | Promise<Response>
} {
  const api = new OpenAPIHono<ApiEnv>().basePath('/api/v1')
  api.use(async (c, next) => {
    c.set('requestId', randomUUID())
    await next()
    if (!c.res.headers.has('cache-control')) c.header('cache-control', 'no-store')
    c.header('x-request-id', c.get('requestId'))
  })
  optionsRoute(api)
  openApiRoute(api)
  api.use(authenticate(services))
  routesForTokens(api)

  api.onError((error, c) => answer(error, c))
  api.notFound((c) => {
    const allowed = allowedMethods(api, c.req.path)
    if (allowed.length === 0) return answer(notFound(), c)
    const error = new AppError('method_not_allowed', `This address knows ${allowed.join(', ')}.`)
    return answer(error, c, { allow: allowed.join(', ') })
  })
  return api
}

const challenge = { 'www-authenticate': 'Bearer realm="Sluice"' }

function answer(error: unknown, c: ApiContext, headers: Record<string, string> = {}): Response {
  const body = toErrorBody(error, c.get('requestId'))
  return problem(body, body.code === 'unauthenticated' ? challenge : headers)
}
