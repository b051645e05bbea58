import { Download } from 'lucide-react'
import Link from 'next/link'
import { SkipLink } from '@/components/shell/skip-link'
import { ThemeMenu } from '@/components/shell/theme-menu'
import { Wordmark } from '@/components/shell/wordmark'
import { CodeBlock } from '@/components/ui/code-block'
import type { OpenApiDocument } from '@/lib/api/describe-api'
import type { JsonSchema } from '@/lib/api/to-json-schemas'
import { ApiContents } from './api-contents'
import { ApiNavigation, type NavigationEntry } from './api-navigation'
import { schemaAnchor } from './describe-schema'
import { OperationSection } from './operation-section'
import { RichText } from './rich-text'
import { SchemaView } from './schema-view'

/** The reference of the REST API, made of its description alone. `origin` is where people reach Sluice. */
export function ApiReference({ document, origin }: { document: OpenApiDocument; origin: string }) {
  const baseUrl = `${origin}${document.servers[0]?.url ?? ''}`
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  )
  const schemas = Object.entries(document.components.schemas)
  const sections = document.tags.map((tag) => ({
    ...tag,
    operations: operations.filter(({ operation }) => operation.tags.includes(tag.name)),
  }))
  const calls = sections.flatMap((section) => section.operations)
  const entries = [...calls.map(toEntry), ...schemas.map(toSchemaEntry)]
  return (
    <div className="min-h-dvh">
      <SkipLink />
      <header className="sticky top-0 z-10 flex h-12 items-center gap-2 border-b border-line bg-surface px-3 lg:px-4">
        <ApiContents entries={entries} />
        <Link href="/" aria-label="Sluice, to the start page" className="rounded-md">
          <Wordmark />
        </Link>
        <span className="text-muted">REST API</span>
        <span className="ml-auto flex items-center gap-2">
          {/* Not a page: a file to give to a generator. */}
          <a
            href="/api/v1/openapi.json"
            download
            className="inline-flex items-center gap-1.5 rounded-md px-2 py-1 text-accent-ink hover:bg-subtle"
          >
            <Download aria-hidden className="size-4" />
            openapi.json
          </a>
          <ThemeMenu />
        </span>
      </header>
      <div className="mx-auto flex w-full max-w-screen-2xl">
        <aside
          aria-label="Contents"
          className="sticky top-12 hidden h-[calc(100dvh-3rem)] w-72 shrink-0 overflow-y-auto border-r border-line p-3 lg:block"
        >
          <ApiNavigation entries={entries} />
        </aside>
        <main
          id="content"
          tabIndex={-1}
          className="flex min-w-0 flex-1 flex-col gap-10 px-4 py-6 outline-none lg:px-8"
        >
          <Introduction document={document} baseUrl={baseUrl} />
          {sections.map(({ name, description, operations: own }) => (
            <section key={name} aria-label={name} className="flex min-w-0 flex-col gap-4">
              <div>
                <h2 className="text-lg font-semibold">{name}</h2>
                <RichText text={description} className="text-muted" />
              </div>
              {own.map(({ path, method, operation }) => (
                <OperationSection
                  key={operation.operationId}
                  {...{ path, method, operation, document, baseUrl }}
                />
              ))}
            </section>
          ))}
          <section aria-label="Schemas" className="flex min-w-0 flex-col gap-4">
            <h2 className="text-lg font-semibold">Schemas</h2>
            {schemas.map(([name, schema]) => (
              <SchemaSection key={name} name={name} schema={schema} />
            ))}
          </section>
        </main>
      </div>
    </div>
  )
}

function Introduction({ document, baseUrl }: { document: OpenApiDocument; baseUrl: string }) {
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <h1 className="text-xl font-semibold tracking-tight">REST API</h1>
      <RichText text={document.info.description} className="text-muted" />
      <RichText
        text={`All addresses are below \`${baseUrl}\`. Every call but the description takes an API token, whose role decides what it may do. An administrator makes one with \`npm run admin -- token create --org NAME --name NAME --role ROLE\`; it is shown once.`}
      />
      <CodeBlock
        label="A first call"
        code={`curl -H "Authorization: Bearer $TOKEN" ${baseUrl}/endpoints`}
        className="max-w-3xl"
      />
      <RichText text="Lists come in pages: `limit` (1–200) says how long one is, and `nextCursor` of an answer, sent as `cursor`, asks for the next. A refusal says its `code`, the bad fields in `errors`, and a `requestId` to ask about." />
    </div>
  )
}

function SchemaSection({ name, schema }: { name: string; schema: JsonSchema }) {
  const id = schemaAnchor(name)
  return (
    <section
      id={id}
      aria-labelledby={`${id}-heading`}
      className="scroll-mt-16 rounded-lg border border-line bg-surface"
    >
      <header className="border-b border-line px-4 py-2">
        <h3 id={`${id}-heading`} className="font-mono text-sm font-semibold">
          <a href={`#${id}`} className="hover:underline">
            {name}
          </a>
        </h3>
        {schema.description && <RichText text={schema.description} className="text-muted" />}
      </header>
      <div className="p-4">
        <SchemaView schema={schema} />
      </div>
    </section>
  )
}

type DescribedOperation = {
  path: string
  method: string
  operation: OpenApiDocument['paths'][string][string]
}

function toEntry({ path, method, operation }: DescribedOperation): NavigationEntry {
  const { operationId, summary, tags, parameters = [] } = operation
  const names = parameters.map(({ name }) => name)
  return {
    id: operationId,
    group: tags[0] ?? '',
    title: summary,
    method,
    words: [operationId, path, ...names].join(' '),
  }
}

function toSchemaEntry([name, schema]: [string, JsonSchema]): NavigationEntry {
  const fields = Object.keys(schema.properties ?? {})
  return { id: schemaAnchor(name), group: 'Schemas', title: name, words: fields.join(' ') }
}
