import type { JsonSchema } from '@/lib/api/to-json-schemas'

const components = '#/components/schemas/'

/** The name of the schema that a reference leads to. */
export function refName(schema: JsonSchema): string | null {
  const ref = schema.$ref ?? (schema.allOf?.length === 1 ? schema.allOf[0]?.$ref : undefined)
  return ref?.startsWith(components) ? ref.slice(components.length) : null
}

export function schemaAnchor(name: string): string {
  return `schema-${name}`
}

/** What a value is, in a few words: `list of texts`, `integer`. Without what it refers to. */
export function typeText(schema: JsonSchema): string {
  const kind = kindText(schema)
  return [kind, schema.nullable ? 'or null' : ''].join(' ').trim()
}

function kindText(schema: JsonSchema): string {
  const { type, format, items, additionalProperties } = schema
  if (refName(schema)) return ''
  if (type === 'array') return `array of ${items ? kindText(items) : ''}`.trim()
  if (type === 'object' && !schema.properties && additionalProperties) return 'object with any keys'
  if (schema.oneOf ?? schema.anyOf) return 'one of'
  if (!type) return 'any value'
  return format ? `${type} (${format})` : type
}

/** The limits of a value: `1–80 characters`. */
export function limitTexts(schema: JsonSchema): string[] {
  const { minLength, maxLength, minimum, maximum, exclusiveMinimum, minItems, maxItems } = schema
  return [
    range(minLength, maxLength, 'characters'),
    range(minItems, maxItems, 'items'),
    exclusiveMinimum && maximum === undefined ? `more than ${minimum}` : range(minimum, maximum, ''),
    schema.default === undefined ? null : `default ${JSON.stringify(schema.default)}`,
  ].filter((text) => text !== null)
}

function range(min: number | undefined, max: number | undefined, unit: string): string | null {
  const of = unit && ` ${unit}`
  const format = (value: number) => value.toLocaleString('en')
  if (min === undefined && max === undefined) return null
  if (max === undefined) return `at least ${format(min ?? 0)}${of}`
  if (min === undefined) return `up to ${format(max)}${of}`
  return `${format(min)}–${format(max)}${of}`
}
