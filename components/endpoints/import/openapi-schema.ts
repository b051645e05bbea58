import { z } from 'zod'

// Only what an endpoint is made of, and lenient about it: documents in the wild break rules elsewhere.

const text = z.string().catch('')

const reference = z.object({ $ref: z.string() })

export const securitySchemeSchema = z.object({
  type: text,
  scheme: text,
  name: text,
  in: text,
})

const variable = z
  .object({ default: z.union([z.string(), z.number(), z.boolean()]).transform(String).optional() })
  .catch({})

const server = z.object({
  url: text,
  description: text,
  variables: z.record(z.string(), variable).catch({}),
})

/** A malformed one among several is left out. */
const servers = z
  .array(server.nullable().catch(null))
  .transform((list) => list.filter((entry) => entry !== null))
  .catch([])

/** A malformed one stays as `null`, to be named among those that can't be used. */
const securitySchemes = z
  .record(z.string(), z.union([reference, securitySchemeSchema]).nullable().catch(null))
  .catch({})

export const openApiSchema = z.object({
  openapi: z.string(),
  info: z.object({ title: text, description: text }).catch({ title: '', description: '' }),
  servers,
  components: z.object({ securitySchemes }).catch({ securitySchemes: {} }),
  security: z.array(z.record(z.string(), z.unknown()).catch({})).catch([]),
})

export type OpenApi = z.output<typeof openApiSchema>
export type SecurityScheme = z.output<typeof securitySchemeSchema>
