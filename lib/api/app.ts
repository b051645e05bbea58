import { randomUUID } from 'node:crypto'
import { OpenAPIHono } from '@hono/zod-openapi'
import { routePath } from 'hono/route'
import { toErrorBody } from '@/lib/error-body'
import { AppError, notFound } from '@/lib/errors'
import { logRequest } from '@/lib/log'
import { apiRequest } from '@/lib/metrics/metrics'
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
    const startedMs = performance.now()
    c.set('requestId', randomUUID())
    await next()
    if (!c.res.headers.has('cache-control')) c.header('cache-control', 'no-store')
    c.header('x-request-id', c.get('requestId'))
    observe(c, performance.now() - startedMs)
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

const methods = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD'])

function observe(c: ApiContext, ms: number): void {
  const method = methods.has(c.req.method) ? c.req.method : 'other'
  const pattern = routePath(c, -1)
  // The last that matched is this middleware when there is no such address.
  const route = pattern.endsWith('*') ? 'unknown' : pattern
  const { status } = c.res
  apiRequest(method, route, status, ms)
  // Absent until the token was recognized.
  const orgId = (c.get('ctx') as ApiEnv['Variables']['ctx'] | undefined)?.orgId
  logRequest({ method, route, status, ms: Math.round(ms * 100) / 100, requestId: c.get('requestId'), orgId })
}

const challenge = { 'www-authenticate': 'Bearer realm="Sluice"' }

function answer(error: unknown, c: ApiContext, headers: Record<string, string> = {}): Response {
  const body = toErrorBody(error, c.get('requestId'))
  return problem(body, body.code === 'unauthenticated' ? challenge : headers)
}
