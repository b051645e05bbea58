import { type RouteConfig, z } from '@hono/zod-openapi'
import { errorStatus } from '@/lib/error-body'
import type { ErrorCode } from '@/lib/errors'
import { problemSchema } from './problem-schemas'

// Parts of the API's description that several routes have.

/** What every route says of itself; `describe-api.ts` adds the refusals that follow from its shape. */
export type ApiRoute = RouteConfig & { operationId: string; summary: string; tags: string[] }

export const idParam = z.object({ id: z.string().meta({ description: 'The id', format: 'uuid' }) })

export const ifMatchHeader = z.object({
  'If-Match': z.string().optional().meta({
    description:
      'The `ETag` of the version that is meant, or `*` for any. Nothing happens when there is another by now.',
    example: '"3"',
  }),
})

export type Headers = Record<string, { description: string; schema: { type: 'string' | 'integer' } }>

const text = { type: 'string' } as const
export const versionHeaders: Headers = { ETag: { description: 'The version.', schema: text } }
export const createdHeaders: Headers = {
  ...versionHeaders,
  Location: { description: 'Where it is from now on.', schema: text },
}

/** Of a change, which names the version that it starts from. */
export const startsFromHeader = z.object({
  'If-Match': z.string().optional().meta({
    description:
      'The `ETag` of the version that the change starts from. `*` leaves that to `version`, which has to be there then.',
    example: '"3"',
  }),
})

export const challengeHeaders: Headers = {
  'WWW-Authenticate': { description: 'How to authenticate: `Bearer`.', schema: text },
}

export const retryHeaders: Headers = {
  'Retry-After': { description: 'Seconds to wait.', schema: { type: 'integer' } },
}

export function jsonBody(schema: z.ZodType, example?: unknown, { required = true } = {}) {
  const media = example === undefined ? { schema } : { schema, example }
  return { required, content: { 'application/json': media } }
}

export function jsonResponse(description: string, schema: z.ZodType, headers?: Headers) {
  const content = { 'application/json': { schema } }
  return headers ? { description, headers, content } : { description, content }
}

/** A way in which this route can refuse, which others have not, or say more about. */
export function refusal(code: ErrorCode, description: string, schema: z.ZodType = problemSchema) {
  const content = { 'application/problem+json': { schema } }
  const headers = code === 'rate_limited' || code === 'unavailable' ? { headers: retryHeaders } : {}
  return { [errorStatus[code]]: { description, ...headers, content } }
}
