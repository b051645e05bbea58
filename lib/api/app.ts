import { randomUUID } from 'node:crypto'
import { OpenAPIHono } from '@hono/zod-openapi'
import { routePath } from 'hono/route'
import { toErrorBody } from '@/lib/error-body'
import { AppError, notFound } from '@/lib/errors'
import { logRequest } from '@/lib/log'
import { apiRequest } from '@/lib/metrics/metrics'
import type { Services } from '@/lib/services'
import { traced } from '@/lib/tracing/traced'
import type { ApiContext, ApiEnv } from './api'
import { authenticate } from './authenticate'
import { allowedMethods, optionsRoute } from './methods'
import { openApiRoute } from './openapi'
import { problem } from './problem'
import { routesForTokens } from './routes'

/** The REST API below `/api/v1`: the same verbs as the browser's, for programs with a token. */
export function createApi(services: () => Services): {
  fetch: (request: Request, env?: ApiEnv['Bindings']) => Response | Promise<Response>
} {
  const api = new OpenAPIHono<ApiEnv>().basePath('/api/v1')
  api.use(async (c, next) => {
    const startedMs = performance.now()
    c.set('requestId', randomUUID())
    const name = named(c)
    await inSpan(c, name, next)
    // Not with c.header(), which would make another Response with the body's stream.
    const { headers } = c.res
    if (!headers.has('cache-control')) headers.set('cache-control', 'no-store')
    headers.set('x-request-id', c.get('requestId'))
    observe(c, name, performance.now() - startedMs)
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

type Named = { method: string; route: string }

/** Of a request what metrics, log and traces may say: nothing that the caller made up. */
function named(c: ApiContext): Named {
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

function inSpan(c: ApiContext, { method, route }: Named, next: () => Promise<void>): Promise<void> {
  const attributes = {
    'http.request.method': method,
    'http.route': route,
    'sluice.request.id': c.get('requestId'),
  }
  const options = { kind: 'server', traceparent: c.req.header('traceparent') ?? null } as const
  return traced(
    `${method} ${route}`,
    attributes,
    async (span) => {
      await next()
      const { status } = c.res
      span.set({ 'http.response.status_code': status, 'sluice.organization.id': orgIdOf(c) })
      if (status >= 500) span.fail(`${status}`)
    },
    options,
  )
}

function observe(c: ApiContext, { method, route }: Named, ms: number): void {
  const { status } = c.res
  apiRequest(method, route, status, ms)
  const requestId = c.get('requestId')
  logRequest({ method, route, status, ms: Math.round(ms * 100) / 100, requestId, orgId: orgIdOf(c) })
}

const challenge = { 'www-authenticate': 'Bearer realm="Sluice"' }

function answer(error: unknown, c: ApiContext, headers: Record<string, string> = {}): Response {
  const body = toErrorBody(error, c.get('requestId'))
  return problem(body, body.code === 'unauthenticated' ? challenge : headers)
}
