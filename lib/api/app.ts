import { randomUUID } from 'node:crypto'
import { OpenAPIHono } from '@hono/zod-openapi'
import { routePath } from 'hono/route'
import { toErrorBody } from '@/lib/error-body'
import { AppError, notFound } from '@/lib/errors'
import type { Services } from '@/lib/services'
import type { ApiContext, ApiEnv } from './api'
import { authenticate } from './authenticate'
import { allowedMethods, optionsRoute } from './methods'
import { type ObservedRequest, observeRequest } from './observe-request'
import { openApiRoute } from './openapi'
import { problem } from './problem'
import { routesForTokens } from './routes'

/** The REST API below `/api/v1`: the same verbs as the browser's, for programs with a token. */
export function createApi(services: () => Services): {
  fetch: (request: Request, env?: ApiEnv['Bindings']) => Response | Promise<Response>
} {
  const api = new OpenAPIHono<ApiEnv>().basePath('/api/v1')
  api.use(async (c, next) => {
    const requestId = randomUUID()
    c.set('requestId', requestId)
    const traceparent = c.req.header('traceparent') ?? null
    await observeRequest({ ...named(c), requestId, traceparent }, async (found) => {
      await next()
      found.orgId = orgIdOf(c)
      // Not with c.header(), which would make another Response with the body's stream.
      const { headers } = c.res
      if (!headers.has('cache-control')) headers.set('cache-control', 'no-store')
      headers.set('x-request-id', requestId)
      return c.res
    })
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

function named(c: ApiContext): Pick<ObservedRequest, 'method' | 'route'> {
  const pattern = routePath(c, -1)
  return {
    method: methods.has(c.req.method) ? c.req.method : 'other',
    // The last that matched is a middleware when there is no such address.
    route: pattern.endsWith('*') ? 'unknown' : pattern,
  }
}

/** `undefined` until the token was recognized. */
function orgIdOf(c: ApiContext): string | undefined {
  return (c.get('ctx') as ApiEnv['Variables']['ctx'] | undefined)?.orgId
}

function answer(error: unknown, c: ApiContext, headers?: Record<string, string>): Response {
  return problem(toErrorBody(error, c.get('requestId')), headers)
}
