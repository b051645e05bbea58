import { z } from '@hono/zod-openapi'

// Parts of the API's description that every route has.

export const idParam = z.object({ id: z.string().openapi({ description: 'The id', format: 'uuid' }) })

export function jsonBody(schema: z.ZodType) {
  return { required: true, content: { 'application/json': { schema } } }
}

export function jsonResponse(description: string, schema: z.ZodType = z.unknown()) {
  return { description, content: { 'application/json': { schema } } }
}
