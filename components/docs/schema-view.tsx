import { Badge } from '@/components/ui/badge'
import type { JsonSchema } from '@/lib/api/to-json-schemas'
import { limitTexts, refName, schemaAnchor, typeText } from './describe-schema'
import { RichText } from './rich-text'

/** What a value consists of: its fields, its alternatives, or the schema that it is. */
export function SchemaView({ schema }: { schema: JsonSchema }) {
  const name = refName(schema)
  const alternatives = schema.oneOf ?? schema.anyOf
  if (name) return <SchemaLink name={name} />
  if (alternatives) return <Alternatives schemas={alternatives} />
  if (schema.properties) return <Fields schema={schema} />
  if (schema.type === 'array' && schema.items) return <SchemaView schema={schema.items} />
  return <span className="text-muted">{typeText(schema)}</span>
}

export function SchemaLink({ name }: { name: string }) {
  return (
    <a href={`#${schemaAnchor(name)}`} className="font-mono text-xs text-accent-ink hover:underline">
      {name}
    </a>
  )
}

function Alternatives({ schemas }: { schemas: JsonSchema[] }) {
  return (
    <ul className="flex flex-col gap-2">
      {schemas.map((schema) => (
        <li key={JSON.stringify(schema)} className="rounded-md border border-line px-3 py-2">
          <SchemaView schema={schema} />
        </li>
      ))}
    </ul>
  )
}

function Fields({ schema }: { schema: JsonSchema }) {
  const entries = Object.entries(schema.properties ?? {})
  return (
    <ul className="divide-y divide-line">
      {entries.map(([name, field]) => (
        <li key={name} className="py-2 first:pt-0 last:pb-0">
          <FieldView name={name} schema={field} required={schema.required?.includes(name) ?? false} />
        </li>
      ))}
    </ul>
  )
}

type FieldViewProps = { name: string; schema: JsonSchema; required: boolean; description?: string }

/** One field or parameter: what it is, its limits, what it means, and what is inside of it. */
export function FieldView({ name, schema, required, description = schema.description }: FieldViewProps) {
  const limits = limitTexts(schema)
  const inner = schema.type === 'array' ? schema.items : schema
  const ref = inner ? refName(inner) : null
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <div className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
        <code className="font-mono text-sm font-medium break-all">{name}</code>
        {typeText(schema) && <span className="text-xs text-muted">{typeText(schema)}</span>}
        {ref && <SchemaLink name={ref} />}
        {required && <Badge tone="info">required</Badge>}
        {schema.writeOnly && <Badge tone="warning">write-only</Badge>}
        {limits.map((text) => (
          <span key={text} className="text-xs text-muted">
            {text}
          </span>
        ))}
      </div>
      {inner?.enum && <Values values={inner.enum} />}
      {description && <RichText text={description} className="text-muted" />}
      {inner && !ref && (inner.properties ?? inner.oneOf ?? inner.anyOf) && (
        <div className="mt-1 border-l-2 border-line pl-3">
          <SchemaView schema={inner} />
        </div>
      )}
    </div>
  )
}

function Values({ values }: { values: unknown[] }) {
  const texts = values.flatMap((value) => (typeof value === 'string' ? [value] : []))
  return (
    <ul aria-label="Values" className="flex flex-wrap gap-1">
      {texts.map((text) => (
        <li key={text} className="rounded-sm bg-subtle px-1 font-mono text-xs">
          {text}
        </li>
      ))}
    </ul>
  )
}
