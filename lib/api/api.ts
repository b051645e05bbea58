import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { recordingRefusals } from '@/lib/audit/record-refusal'
import type { OrgContext } from '@/lib/auth/context'
import type { ApiRoute } from './description'

export type ApiEnv = {
  /** Whether who answers can send a `TextResponse`. Absent where nobody says anything. */
  Bindings: { takesText: boolean } | undefined
  /** What middleware has found out before a handler runs. */
  Variables: { requestId: string; ctx: OrgContext }
}
export type Api = OpenAPIHono<ApiEnv>
export type ApiContext = Context<ApiEnv>

/**
 * Adds a call to the API and to its description. Handlers parse what they get with `parseInput` and
 * answer with the verb's result; whatever they throw becomes a problem.
 * @param route as OpenAPI has it, its path with `{id}`
 */
export function addRoute(api: Api, route: ApiRoute, handle: (c: ApiContext) => Promise<Response>): void {
  api.openAPIRegistry.registerPath(route)
  const path = route.path.replace(/\{(\w+)\}/g, ':$1')
  api.on(route.method.toUpperCase(), path, (c) =>
    recordingRefusals(c.get('ctx'), `${c.req.method} ${c.req.path}`, () => handle(c)),
  )
}
