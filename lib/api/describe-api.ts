import type { z } from 'zod'
import { errorStatus } from '@/lib/error-body'
import type { ErrorCode } from '@/lib/errors'
import { runProgressSchema } from '@/lib/runs/answers'
import { type Api } from './api'
import { type ApiRoute, challengeHeaders, ifMatchHeader, retryHeaders } from './description'
import { answerExamples } from './examples'
import { forbiddenSchema, problemSchema } from './problem-schemas'
import { type JsonSchema, toJsonSchemas } from './to-json-schemas'

export type Media = { schema: JsonSchema; example?: unknown }
export type Content = Record<string, Media>
export type Header = { description?: string; schema: JsonSchema }
export type ApiResponse = { description: string; headers?: Record<string, Header>; content?: Content }
export type Parameter = {
  name: string
  in: 'path' | 'query' | 'header'
  required: boolean
  description?: string
  example?: unknown
  schema: JsonSchema
}
export type Operation = {
  operationId: string
  tags: string[]
  summary: string
  description?: string
  security?: Record<string, string[]>[]
  parameters?: Parameter[]
  requestBody?: { required: boolean; content: Content }
  responses: Record<string, ApiResponse | { $ref: string }>
}
export type OpenApiDocument = {
  openapi: '3.0.3'
  info: { title: string; version: string; description: string }
  servers: { url: string; description: string }[]
  security: Record<string, string[]>[]
  tags: { name: string; description: string }[]
  paths: Record<string, Record<string, Operation>>
  components: {
    schemas: Record<string, JsonSchema>
    responses: Record<string, ApiResponse>
    securitySchemes: Record<string, { type: 'http'; scheme: 'bearer'; description: string }>
  }
}

/** Refusals that need no more than their code to be described. */
const refusals = {
  invalid_input: ['InvalidInput', 'Something in the input is wrong; `errors` says what.'],
  unauthenticated: ['Unauthenticated', 'There is no valid API token.'],
  forbidden: ['Forbidden', 'The role of the token is not enough.'],
  not_found: ['NotFound', 'There is no such thing, or it is of another organization.'],
  payload_too_large: ['PayloadTooLarge', 'The body is larger than 1 MiB.'],
  unsupported_media_type: ['UnsupportedMediaType', 'The body is not `application/json`, or is compressed.'],
  internal_error: ['InternalError', 'Something went wrong on our side.'],
  unavailable: [
    'Unavailable',
    'The database is away, or Sluice is stopping. `Retry-After` says when to come back.',
  ],
} as const satisfies Partial<Record<ErrorCode, readonly [string, string]>>
type Refusal = keyof typeof refusals

/** Converts its schemas all at once: they are remembered here and filled in at the end. */
type Converter = {
  input: (schema: z.ZodType) => JsonSchema
  output: (schema: z.ZodType) => JsonSchema
  /** Fills in what was handed out. @returns the components */
  finish: () => Record<string, JsonSchema>
}

/** The routes of an API as an OpenAPI document. 3.0, because every public generator takes it. */
export function describeApi(api: Api): OpenApiDocument {
  const convert = createConverter()
  const paths: OpenApiDocument['paths'] = {}
  for (const definition of api.openAPIRegistry.definitions) {
    if (definition.type !== 'route') continue
    const route = definition.route as ApiRoute
    paths[route.path] = { ...paths[route.path], [route.method]: describeRoute(route, convert) }
  }
  const responses = Object.fromEntries(
    (Object.keys(refusals) as Refusal[]).map((code) => [refusals[code][0], describeRefusal(code, convert)]),
  )
  convert.output(runProgressSchema)
  return {
    openapi: '3.0.3',
    info: {
      title: 'Sluice',
      version: '1',
      description:
        'Endpoints, flows and runs of one organization. Refusals are `application/problem+json` (RFC 9457).',
    },
    servers: [{ url: '/api/v1', description: 'This installation' }],
    security: [{ token: [] }],
    tags: [
      { name: 'Endpoints', description: 'API connections that flows use. Secrets go in and never come out.' },
      { name: 'Flows', description: 'Graphs of steps: a draft that is edited, and a version that is run.' },
      { name: 'Runs', description: 'What became of flows that were started.' },
      { name: 'Audit log', description: 'Who did what. For tokens with the role admin.' },
      { name: 'Description', description: 'This document.' },
    ],
    paths,
    components: {
      schemas: withExamples(convert.finish()),
      responses,
      securitySchemes: {
        token: {
          type: 'http',
          scheme: 'bearer',
          description: 'An API token of the organization, which has a role: `Authorization: Bearer slc_…`.',
        },
      },
    },
  }
}

function withExamples(schemas: Record<string, JsonSchema>): Record<string, JsonSchema> {
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => {
      const example = answerExamples[name]
      return [name, example === undefined ? schema : { ...schema, example }]
    }),
  )
}

function describeRoute(route: ApiRoute, convert: Converter): Operation {
  const { operationId, tags, summary, description, security, request, responses } = route
  const body = request?.body
  const parameters = [
    ...describeParameters('path', request?.params, convert),
    ...describeParameters('query', request?.query, convert),
    ...describeParameters('header', request?.headers, convert),
  ]
  return {
    operationId,
    tags,
    summary,
    ...(description ? { description } : {}),
    ...(security ? { security } : {}),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body
      ? {
          requestBody: {
            required: body.required ?? false,
            content: describeContent(body.content, convert.input),
          },
        }
      : {}),
    responses: {
      ...Object.fromEntries(impliedRefusals(route).map((code) => [errorStatus[code], refusalRef(code)])),
      ...Object.fromEntries(
        Object.entries(responses).map(([status, response]) => [
          status,
          describeResponse(response as RouteResponse, convert),
        ]),
      ),
    },
  }
}

/** How a route can refuse because of what it takes. */
function impliedRefusals({ path, request, security }: ApiRoute): Refusal[] {
  const needsToken = security?.length !== 0
  const takesInput = request?.query || request?.body || request?.headers === ifMatchHeader
  return [
    ...(takesInput ? (['invalid_input'] as const) : []),
    ...(needsToken ? (['unauthenticated', 'forbidden'] as const) : []),
    ...(path.includes('{id}') ? (['not_found'] as const) : []),
    ...(request?.body ? (['payload_too_large', 'unsupported_media_type'] as const) : []),
    'internal_error',
    ...(needsToken ? (['unavailable'] as const) : []),
  ]
}

function refusalRef(code: Refusal): { $ref: string } {
  return { $ref: `#/components/responses/${refusals[code][0]}` }
}

function describeRefusal(code: Refusal, convert: Converter): ApiResponse {
  return {
    description: refusals[code][1],
    ...(code === 'unavailable' ? { headers: retryHeaders } : {}),
    ...(code === 'unauthenticated' ? { headers: challengeHeaders } : {}),
    content: {
      'application/problem+json': {
        schema: convert.output(code === 'forbidden' ? forbiddenSchema : problemSchema),
      },
    },
  }
}

type RouteMedia = { schema: z.ZodType; example?: unknown }
type RouteResponse = {
  description: string
  headers?: Record<string, Header>
  content?: Record<string, RouteMedia>
}

function describeResponse({ content, ...rest }: RouteResponse, convert: Converter): ApiResponse {
  return { ...rest, ...(content ? { content: describeContent(content, convert.output) } : {}) }
}

function describeContent(content: object, convert: (schema: z.ZodType) => JsonSchema): Content {
  return Object.fromEntries(
    Object.entries(content as Record<string, RouteMedia>).map(([type, { schema, ...rest }]) => [
      type,
      { schema: convert(schema), ...rest },
    ]),
  )
}

function describeParameters(place: Parameter['in'], given: unknown, convert: Converter): Parameter[] {
  const shape = given ? (given as z.ZodObject).shape : {}
  return Object.entries(shape as Record<string, z.ZodType>).map(([name, schema]) => {
    const { description, example } = (schema.meta() ?? {}) as { description?: string; example?: unknown }
    return {
      name,
      in: place,
      required: place === 'path' || !schema.safeParse(undefined).success,
      ...(description ? { description } : {}),
      ...(example === undefined ? {} : { example }),
      schema: convert.input(schema),
    }
  })
}

function createConverter(): Converter {
  const sent: { schema: z.ZodType; filled: JsonSchema }[] = []
  const received: typeof sent = []
  const remember = (list: typeof sent) => (schema: z.ZodType) => {
    const filled: JsonSchema = {}
    list.push({ schema, filled })
    return filled
  }
  return {
    input: remember(sent),
    output: remember(received),
    finish() {
      const schemasOf = (list: typeof sent) => list.map(({ schema }) => schema)
      const { inputs, outputs, components } = toJsonSchemas(schemasOf(sent), schemasOf(received))
      sent.forEach(({ filled }, index) => Object.assign(filled, inputs[index]))
      received.forEach(({ filled }, index) => Object.assign(filled, outputs[index]))
      return components
    },
  }
}
