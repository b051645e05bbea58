import { Badge } from '@/components/ui/badge'
import { CodeBlock } from '@/components/ui/code-block'
import type { ApiResponse, OpenApiDocument, Operation } from '@/lib/api/describe-api'
import type { JsonSchema } from '@/lib/api/to-json-schemas'
import { curlExample } from './curl-example'
import { refName } from './describe-schema'
import { MethodBadge } from './method-badge'
import { RichText } from './rich-text'
import { FieldView, SchemaLink, SchemaView } from './schema-view'

type OperationSectionProps = {
  method: string
  path: string
  operation: Operation
  document: OpenApiDocument
  /** Of the API, such as `https://sluice.example.com/api/v1`. */
  baseUrl: string
}

/** One call: what it does, takes and answers. */
export function OperationSection({ method, path, operation, document, baseUrl }: OperationSectionProps) {
  const { operationId, summary, description, parameters = [], requestBody, responses } = operation
  const body = requestBody?.content['application/json']
  const answer = answerExample(operation, document)
  const headingId = `${operationId}-heading`
  return (
    <section
      id={operationId}
      aria-labelledby={headingId}
      className="scroll-mt-16 rounded-lg border border-line bg-surface"
    >
      <header className="flex flex-col gap-1 border-b border-line px-4 py-3">
        <h3 id={headingId} className="font-semibold">
          <a href={`#${operationId}`} className="hover:underline">
            {summary}
          </a>
        </h3>
        <div className="flex min-w-0 flex-wrap items-center gap-2">
          <MethodBadge method={method} />
          <code className="font-mono text-sm break-all">{path}</code>
        </div>
        {description && <RichText text={description} className="mt-1 text-muted" />}
      </header>
      <div className="grid gap-6 p-4 xl:grid-cols-2">
        <div className="flex min-w-0 flex-col gap-5">
          {parameters.length > 0 && (
            <Part title="Parameters">
              <ul className="divide-y divide-line">
                {parameters.map(({ name, in: place, schema, required, description: meaning }) => (
                  <li key={name} className="py-2 first:pt-0 last:pb-0">
                    <FieldView
                      name={place === 'header' ? `${name}:` : name}
                      schema={schema}
                      required={required}
                      description={meaning}
                    />
                  </li>
                ))}
              </ul>
            </Part>
          )}
          {body && (
            <Part title={requestBody?.required ? 'Body' : 'Body, may be absent'}>
              <BodyView schema={body.schema} document={document} />
            </Part>
          )}
          <Part title="Answers">
            <ul className="flex flex-col gap-2">
              {Object.entries(responses).map(([status, response]) => (
                <ResponseView key={status} status={status} response={resolve(response, document)} />
              ))}
            </ul>
          </Part>
        </div>
        <div className="flex min-w-0 flex-col gap-5">
          <CodeBlock
            label={`${summary}, with curl`}
            code={curlExample(`${baseUrl}${path}`, method, operation)}
            maxHeight={420}
          />
          {answer !== undefined && (
            <Part title="An answer">
              <CodeBlock
                label={`${summary}, an answer`}
                code={JSON.stringify(answer, null, 2)}
                maxHeight={320}
              />
            </Part>
          )}
        </div>
      </div>
    </section>
  )
}

function Part({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <div className="min-w-0">
      <h4 className="mb-2 text-xs font-semibold text-muted">{title}</h4>
      {children}
    </div>
  )
}

/** The fields at the place where they are needed; those inside of them are a click away. */
function BodyView({ schema, document }: { schema: JsonSchema; document: OpenApiDocument }) {
  const name = refName(schema)
  const fields = name ? document.components.schemas[name] : undefined
  if (!name || !fields) return <SchemaView schema={schema} />
  return (
    <div className="flex flex-col gap-2">
      <p>
        <SchemaLink name={name} />
      </p>
      <SchemaView schema={fields} />
    </div>
  )
}

function ResponseView({ status, response }: { status: string; response: ApiResponse }) {
  const isSuccess = status.startsWith('2')
  const [media] = Object.values(response.content ?? {})
  return (
    <li className="grid grid-cols-[3rem_minmax(0,1fr)] items-baseline">
      <span>
        <Badge tone={isSuccess ? 'success' : 'neutral'} className="font-mono">
          {status}
        </Badge>
      </span>
      <div className="flex min-w-0 flex-wrap items-baseline gap-x-2">
        <RichText text={response.description} />
        {media && <SchemaView schema={media.schema} />}
        {response.headers && (
          <span className="text-xs text-muted">with {Object.keys(response.headers).join(', ')}</span>
        )}
      </div>
    </li>
  )
}

/** Of a call that went well, where its schema has one. */
function answerExample({ responses }: Operation, document: OpenApiDocument): unknown {
  for (const [status, response] of Object.entries(responses)) {
    const media = resolve(response, document).content?.['application/json']
    const name = status.startsWith('2') && media ? refName(media.schema) : null
    if (name) return document.components.schemas[name]?.example
  }
  return undefined
}

function resolve(response: Operation['responses'][string], { components }: OpenApiDocument): ApiResponse {
  if (!('$ref' in response)) return response
  const name = response.$ref.split('/').at(-1) ?? ''
  return components.responses[name] ?? { description: name }
}
