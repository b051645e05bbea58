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
 * The version that `If-Match` names: nothing happens unless it is still that one (RFC 9110 section 13.1.1).
 * @returns undefined without the header, and for `*`, which is any version
 * @throws AppError `invalid_input` when it names none, or several
 */
export function matchedVersion(c: ApiContext): number | undefined {
  const tag = c.req.header('if-match')
  if (tag === undefined || tag === '*') return undefined
  const [, version] = /^(?:W\/)?"(\d{1,9})"$/.exec(tag) ?? []
  if (version === undefined) {
    throw invalidField('If-Match', 'If-Match names one version, such as "3", or is * for any.')
  }
  return Number(version)
}

/**
 * A body with the version that it starts from, which may stand in `If-Match` instead.
 * @throws AppError `invalid_input` when both name different ones
 */
export function withMatchedVersion(c: ApiContext, body: unknown): unknown {
  const matched = matchedVersion(c)
  if (matched === undefined || !isObject(body)) return body
  if ('version' in body && body.version !== matched) {
    throw invalidField('version', 'The version differs from the one in If-Match.')
  }
  return { ...body, version: matched }
}

/**
 * The same of a change, which has to name one.
 * @throws AppError `invalid_input` when neither does, too
 */
export function withVersion(c: ApiContext, body: unknown): unknown {
  const versioned = withMatchedVersion(c, body)
  if (!isObject(versioned) || 'version' in versioned) return versioned
  throw invalidField('version', 'Name the version that the change starts from, here or in If-Match.')
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
