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

export const openApiSchema = z.object({
  openapi: z.string(),
  info: z.object({ title: text, description: text }).catch({ title: '', description: '' }),
  servers: z
    .array(
      z.object({
        url: text,
        description: text,
        variables: z.record(z.string(), variable).catch({}),
      }),
    )
    .catch([]),
  components: z
    .object({ securitySchemes: z.record(z.string(), z.union([reference, securitySchemeSchema])).catch({}) })
    .catch({ securitySchemes: {} }),
  security: z.array(z.record(z.string(), z.unknown())).catch([]),
})

export type OpenApi = z.output<typeof openApiSchema>
export type SecurityScheme = z.output<typeof securitySchemeSchema>
