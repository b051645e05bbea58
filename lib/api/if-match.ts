import { z } from '@hono/zod-openapi'
import { invalidField } from '@/lib/errors'
import type { ApiContext } from './api'

/** The entity tag of a version, for `ETag`. */
export function versionTag(version: number): Record<string, string> {
  return { etag: `"${version}"` }
}

/** A change as the description has it: its `version` may stand in `If-Match` instead. */
export function withOptionalVersion(id: string, schema: z.ZodObject): z.ZodObject {
  const version = z.number().int().positive().optional().meta({
    description: 'The version that the change starts from, unless `If-Match` names it.',
  })
  return z.strictObject({ ...schema.shape, version }).meta({ id })
}

/**
 * The body of a change with the version that it starts from, which may stand in `If-Match` instead.
 * @throws AppError `invalid_input` when neither names one, or both name different ones
 */
export function withVersion(c: ApiContext, body: unknown): unknown {
  const tag = c.req.header('if-match')
  const [, matched] = /^(?:W\/)?"(\d{1,9})"$/.exec(tag ?? '') ?? []
  if (tag !== undefined && matched === undefined) {
    throw invalidField('version', 'If-Match names one version, such as "3".')
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body
  const given = 'version' in body ? body.version : undefined
  if (matched === undefined) {
    if (given !== undefined) return body
    throw invalidField('version', 'Name the version that the change starts from, here or in If-Match.')
  }
  if (given !== undefined && given !== Number(matched)) {
    throw invalidField('version', 'The version differs from the one in If-Match.')
  }
  return { ...body, version: Number(matched) }
}
