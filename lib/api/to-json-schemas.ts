import { z } from 'zod'
import { anyNodeSchema, parsedNodeSchema } from '@/lib/flows/schema'

/** A schema as OpenAPI 3.0 has it, as far as we look into it. */
export type JsonSchema = {
  $ref?: string
  type?: string
  format?: string
  description?: string
  nullable?: boolean
  writeOnly?: boolean
  enum?: unknown[]
  default?: unknown
  example?: unknown
  pattern?: string
  minLength?: number
  maxLength?: number
  minimum?: number
  maximum?: number
  exclusiveMinimum?: boolean
  minItems?: number
  maxItems?: number
  required?: string[]
  properties?: Record<string, JsonSchema>
  additionalProperties?: boolean | JsonSchema
  items?: JsonSchema
  allOf?: JsonSchema[]
  anyOf?: JsonSchema[]
  oneOf?: JsonSchema[]
}

type Schemas = Record<string, JsonSchema>
const definitions = '#/definitions/'
const components = '#/components/schemas/'

/**
 * Zod schemas as JSON Schema in the dialect of OpenAPI 3.0. Those with an `id` become components. One that
 * differs between what is sent and what comes back, because of a default, is named `…Input` where it is sent.
 * @returns the schemas in the order given
 */
export function toJsonSchemas(
  inputs: z.ZodType[],
  outputs: z.ZodType[],
): { inputs: JsonSchema[]; outputs: JsonSchema[]; components: Schemas } {
  const sent = convert(inputs, 'input')
  const received = convert(outputs, 'output')
  const renamed = differing(sent.named, received.named)
  const nameOf = (name: string) => (renamed.has(name) ? `${name}Input` : name)
  const named: Schemas = {}
  for (const [name, schema] of Object.entries(received.named)) named[name] = withRefs(schema, (own) => own)
  for (const [name, schema] of Object.entries(sent.named)) named[nameOf(name)] = withRefs(schema, nameOf)
  return {
    inputs: sent.schemas.map((schema) => withRefs(schema, nameOf)),
    outputs: received.schemas.map((schema) => withRefs(schema, (own) => own)),
    components: Object.fromEntries(Object.entries(named).sort(([a], [b]) => a.localeCompare(b))),
  }
}

/** All of them at once, so that each named schema is converted to one thing. */
function convert(schemas: z.ZodType[], io: 'input' | 'output'): { schemas: JsonSchema[]; named: Schemas } {
  const entries = schemas.map((schema, index) => [`s${index}`, schema] as const)
  const all = z.object({ ...Object.fromEntries(entries), node: anyNodeSchema })
  const { properties = {}, definitions: named = {} } = z.toJSONSchema(all, {
    target: 'openapi-3.0',
    io,
    unrepresentable: 'any',
    override: tidy,
  }) as { properties?: Schemas; definitions?: Schemas }
  return { schemas: entries.map(([key]) => properties[key] ?? {}), named }
}

function tidy({ zodSchema, jsonSchema }: { zodSchema: z.core.$ZodTypes; jsonSchema: object }): void {
  const schema = jsonSchema as JsonSchema & { id?: string }
  delete schema.id
  // A transform, which says nothing of what it takes.
  if (zodSchema === parsedNodeSchema) {
    for (const key of Object.keys(schema)) delete schema[key as keyof JsonSchema]
    schema.$ref = `${definitions}FlowNode`
  }
  // Answers may grow: only what was declared strict, which is what we are sent, is closed.
  if (zodSchema._zod.def.type === 'object' && !zodSchema._zod.def.catchall) delete schema.additionalProperties
  if (schema.format === 'uuid' || schema.format === 'date-time') delete schema.pattern
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum
  // OpenAPI 3.0.3: `nullable` counts only beside a `type`. What has a name of its own is an object.
  if (schema.nullable && schema.allOf) schema.type ??= 'object'
  if (schema.nullable && schema.enum && !schema.enum.includes(null)) schema.enum = [...schema.enum, null]
}

/** Names whose schemas differ, and those of schemas that refer to them. */
function differing(sent: Schemas, received: Schemas): Set<string> {
  const differs = new Set(
    Object.keys(sent).filter(
      (name) => received[name] && JSON.stringify(sent[name]) !== JSON.stringify(received[name]),
    ),
  )
  for (let before = -1; before !== differs.size;) {
    before = differs.size
    for (const [name, schema] of Object.entries(sent)) {
      const refs = [...JSON.stringify(schema).matchAll(/"#\/definitions\/(\w+)"/g)].map(
        ([, ref]) => ref ?? '',
      )
      if (received[name] && refs.some((ref) => differs.has(ref))) differs.add(name)
    }
  }
  return differs
}

/** The schema with its references pointing at components, by the names that those have there. */
function withRefs(schema: JsonSchema, nameOf: (name: string) => string): JsonSchema {
  return JSON.parse(JSON.stringify(schema), (key, value: unknown) => {
    if (key === '$ref' && typeof value === 'string' && value.startsWith(definitions)) {
      return components + nameOf(value.slice(definitions.length))
    }
    return isLonelyRef(value) ? value.allOf[0] : value
  }) as JsonSchema
}

/** `allOf` with a reference and nothing beside it, which is the reference. */
function isLonelyRef(value: unknown): value is { allOf: [unknown] } {
  if (typeof value !== 'object' || value === null || !('allOf' in value)) return false
  return Array.isArray(value.allOf) && value.allOf.length === 1 && Object.keys(value).length === 1
}
