import { z } from 'zod'
import {
  apiKeyProblem,
  basicPasswordProblem,
  basicUsernameProblem,
  bearerTokenProblem,
  headerNameProblem,
  headerValueProblem,
  isSecretHeaderName,
} from '@/lib/http/header-rules'
import { baseUrlProblem, normalizeBaseUrl } from '@/lib/http/url-rules'
import { cursorSchema, limitSchema } from '@/lib/page-schema'
import { looksLikeMask } from '@/lib/redact/mask'
import { isStorableText, maxNameLength, nameSchema, unstorable } from '@/lib/texts'
import type {
  endpointPageSchema,
  endpointSchema,
  endpointTestResultSchema,
  endpointUseSchema,
  secretStateSchema,
} from './answers'

export const authenticationTypes = ['none', 'bearer', 'apiKey', 'basic'] as const
export type AuthenticationType = (typeof authenticationTypes)[number]

export const redirectModes = ['none', 'sameOrigin', 'any'] as const

/** Limits that the form says before they are hit. */
export const endpointLimits = {
  name: maxNameLength,
  description: 500,
  baseUrl: 2_048,
  secret: 8_192,
  headers: 50,
  headerValue: 8_192,
  connectTimeoutSeconds: { min: 0.1, max: 300, default: 60 },
  responseTimeoutSeconds: { min: 0.1, max: 600, default: 60 },
} as const

const description = z
  .string()
  .trim()
  .refine(isStorableText, unstorable)
  .max(endpointLimits.description, `Use at most ${endpointLimits.description} characters.`)
  .regex(/^[\P{Cc}\n\r\t]*$/u, 'Remove the control characters.')

const baseUrl = z
  .string()
  .trim()
  .min(1, 'Enter a base URL.')
  .max(endpointLimits.baseUrl, `Use at most ${endpointLimits.baseUrl} characters.`)
  .superRefine((value, ctx) => {
    const problem = baseUrlProblem(value)
    if (problem && value !== '') ctx.addIssue({ code: 'custom', message: problem.message })
  })
  .transform((value) => (baseUrlProblem(value) ? value : normalizeBaseUrl(value)))
  .meta({
    format: 'uri',
    description: 'Absolute http or https, may carry a path; no user info, query or fragment.',
  })

const seconds = (limit: { min: number; max: number }) =>
  z
    .number(`Enter a number of seconds from ${limit.min} to ${limit.max}.`)
    .min(limit.min, `Enter at least ${limit.min} s.`)
    .max(limit.max, `Enter at most ${limit.max} s.`)

const headerName = z.string().superRefine((value, ctx) => {
  const problem = headerNameProblem(value)
  if (problem) ctx.addIssue({ code: 'custom', message: problem })
})

const headerValue = z.string().superRefine((value, ctx) => {
  const problem = headerValueProblem(value)
  if (problem) ctx.addIssue({ code: 'custom', message: problem })
})

/** Programs read an endpoint, change something and send all of it back: that must not become a secret. */
const isMask = 'This stands for a secret and is none. Leave it out to keep the one that is stored.'

/** A secret text by a rule of the wire; `problemOf` never quotes it. */
const secretText = (what: string, problemOf: (text: string) => string | null) =>
  z
    .string(`Enter the ${what}.`)
    .max(endpointLimits.secret, `Use at most ${endpointLimits.secret} characters.`)
    .superRefine((text, ctx) => {
      const problem = text === '' ? `Enter the ${what}.` : looksLikeMask(text) ? isMask : problemOf(text)
      if (problem) ctx.addIssue({ code: 'custom', message: problem })
    })
    .meta({
      format: 'password',
      writeOnly: true,
      minLength: 1,
      description: `The ${what}. Never comes out again.`,
    })

const bearerToken = secretText('token', bearerTokenProblem)
const apiKey = secretText('key', apiKeyProblem)
const basicUsername = secretText('user name', basicUsernameProblem)
const basicPassword = secretText('password', basicPasswordProblem)

/** A new endpoint's authentication: every secret part is required. */
export const authenticationInputSchema = z
  .discriminatedUnion('type', [
    z.strictObject({ type: z.literal('none') }),
    z.strictObject({ type: z.literal('bearer'), token: bearerToken }),
    z.strictObject({
      type: z.literal('apiKey'),
      headerName: headerName.default('Authorization'),
      key: apiKey,
    }),
    z.strictObject({ type: z.literal('basic'), username: basicUsername, password: basicPassword }),
  ])
  .meta({ id: 'NewAuthentication' })

/** A secret in a change: absent keeps the stored one, a value replaces it, `null` removes it. */
const changedSecret = (secret: typeof bearerToken) =>
  secret
    .nullable()
    .optional()
    .meta({ description: 'Absent keeps the stored one, a value replaces it, `null` removes it.' })

export const authenticationUpdateSchema = z
  .discriminatedUnion('type', [
    z.strictObject({ type: z.literal('none') }),
    z.strictObject({ type: z.literal('bearer'), token: changedSecret(bearerToken) }),
    z.strictObject({
      type: z.literal('apiKey'),
      headerName: headerName.optional(),
      key: changedSecret(apiKey),
    }),
    z.strictObject({
      type: z.literal('basic'),
      username: changedSecret(basicUsername),
      password: changedSecret(basicPassword),
    }),
  ])
  .meta({ id: 'AuthenticationChange' })

/** Neither empty text nor a mask ever stands for a secret, a kept or a removed one. */
function checkSecretValue(
  header: { name: string; value?: string | null; secret: boolean },
  ctx: z.RefinementCtx,
) {
  if (header.value == null || !(header.secret || isSecretHeaderName(header.name))) return
  const message =
    header.value === '' ? 'Enter the secret value.' : looksLikeMask(header.value) ? isMask : null
  if (message) ctx.addIssue({ code: 'custom', path: ['value'], message })
}

const secretHeader = z.boolean().meta({
  description: 'Sealed and masked like a token. Some names, such as `cookie`, always are.',
})

const newHeader = z
  .strictObject({ name: headerName, value: headerValue, secret: secretHeader.default(false) })
  .superRefine(checkSecretValue)
  .meta({ id: 'NewHeader' })

/** In an update a secret header without `value` keeps the stored one; `null` removes it. */
const updatedHeader = z
  .strictObject({
    name: headerName,
    value: headerValue.nullable().optional().meta({
      description: 'Of a secret header, absent keeps the stored one and `null` removes it.',
    }),
    secret: secretHeader.default(false),
  })
  .superRefine((header, ctx) => {
    if (header.value == null && !header.secret && !isSecretHeaderName(header.name)) {
      ctx.addIssue({ code: 'custom', path: ['value'], message: 'Enter a value.' })
    }
  })
  .superRefine(checkSecretValue)
  .meta({ id: 'HeaderChange' })

type NamedHeader = { name: string }

function checkHeaderNames(headers: NamedHeader[], ctx: z.RefinementCtx) {
  const seen = new Set<string>()
  headers.forEach((header, index) => {
    const key = header.name.toLowerCase()
    if (seen.has(key)) {
      ctx.addIssue({ code: 'custom', path: [index, 'name'], message: `“${header.name}” is listed twice.` })
    }
    seen.add(key)
  })
}

const tooManyHeaders = `Use at most ${endpointLimits.headers} headers.`

/** The lower-case name of the header that carries the credential, or `null` with `none`. */
export function credentialHeaderName(authentication: {
  type: AuthenticationType
  headerName?: string | undefined
}): string | null {
  if (authentication.type === 'none') return null
  if (authentication.type === 'apiKey') return (authentication.headerName ?? 'Authorization').toLowerCase()
  return 'authorization'
}

/** Whose headers a step adds to. */
export type EndpointHeaders = {
  name: string
  authentication: { type: AuthenticationType; headerName?: string | undefined }
  defaultHeaders: readonly { name: string; secret: boolean }[]
}

/** Why a step may not set this header, given its endpoint; `null` when it may. */
export function headerRefusal(header: string, endpoint: EndpointHeaders): string | null {
  const wanted = header.toLowerCase()
  if (wanted === credentialHeaderName(endpoint.authentication)) {
    return `“${header}” is sent by the authentication of ${endpoint.name}.`
  }
  const inherited = endpoint.defaultHeaders.find(({ name }) => name.toLowerCase() === wanted)
  const isSecret = inherited && (inherited.secret || isSecretHeaderName(wanted))
  return isSecret ? `“${header}” is a secret of ${endpoint.name} and can’t be overridden.` : null
}

type Joined = {
  authentication?: { type: AuthenticationType; headerName?: string }
  defaultHeaders?: NamedHeader[]
}

/** One source per header: a default header may not have the name of the authentication header. */
function checkOneSource({ authentication, defaultHeaders }: Joined, ctx: z.RefinementCtx) {
  if (!authentication || !defaultHeaders) return
  // A change that doesn't name the header keeps the stored one, which is judged with the merged endpoint.
  if (authentication.type === 'apiKey' && authentication.headerName === undefined) return
  const taken = credentialHeaderName(authentication)
  defaultHeaders.forEach((header, index) => {
    if (header.name.toLowerCase() !== taken) return
    ctx.addIssue({
      code: 'custom',
      path: ['defaultHeaders', index, 'name'],
      message: `“${header.name}” is sent by the authentication of this endpoint.`,
    })
  })
}

const common = {
  name: nameSchema.meta({ description: 'Unique in the organization, ignoring case.' }),
  description,
  baseUrl,
  connectTimeoutSeconds: seconds(endpointLimits.connectTimeoutSeconds).meta({
    description: 'Longest time until a connection is ready: DNS, TCP and TLS together.',
  }),
  responseTimeoutSeconds: seconds(endpointLimits.responseTimeoutSeconds).meta({
    description: 'Longest time from the connection being ready until the last byte of the answer.',
  }),
  allowInsecure: z
    .boolean()
    .meta({ description: 'Secrets may go out over plain http, which everybody on the way can read.' }),
  redirects: z
    .enum(redirectModes)
    .meta({ description: 'Which redirects are followed. Credentials never leave the origin.' }),
}

export const createEndpointSchema = z
  .strictObject({
    ...common,
    description: common.description.default(''),
    connectTimeoutSeconds: common.connectTimeoutSeconds.default(endpointLimits.connectTimeoutSeconds.default),
    responseTimeoutSeconds: common.responseTimeoutSeconds.default(
      endpointLimits.responseTimeoutSeconds.default,
    ),
    allowInsecure: common.allowInsecure.default(false),
    redirects: common.redirects.default('none'),
    authentication: authenticationInputSchema.default({ type: 'none' }),
    defaultHeaders: z
      .array(newHeader)
      .max(endpointLimits.headers, tooManyHeaders)
      .superRefine(checkHeaderNames)
      .default([]),
  })
  .superRefine(checkOneSource)
  .meta({ id: 'CreateEndpointRequest' })
export type CreateEndpointInput = z.output<typeof createEndpointSchema>

/** A change names the version that it started from; what is absent stays as it is. */
export const updateEndpointSchema = z
  .strictObject({
    version: z.number().int().positive(),
    ...z.object(common).partial().shape,
    authentication: authenticationUpdateSchema.optional(),
    defaultHeaders: z
      .array(updatedHeader)
      .max(endpointLimits.headers, tooManyHeaders)
      .superRefine(checkHeaderNames)
      .optional(),
  })
  .superRefine(checkOneSource)
export type UpdateEndpointInput = z.output<typeof updateEndpointSchema>

/** Which endpoint takes over from the one that is deleted. */
export const replaceEndpointSchema = z
  .strictObject({
    with: z.uuid('Choose an endpoint.').meta({ description: 'The id of the other endpoint.' }),
  })
  .meta({ id: 'ReplaceEndpointRequest' })
export type ReplaceEndpointInput = z.output<typeof replaceEndpointSchema>

/** The name only when it is to be another one than before. */
export const restoreEndpointSchema = z.strictObject({ id: z.string(), name: nameSchema.optional() })
export type RestoreEndpointInput = z.output<typeof restoreEndpointSchema>

export const listEndpointsSchema = z.strictObject({
  search: z
    .string()
    .trim()
    .max(200)
    .optional()
    .meta({ description: 'Part of the name, the description or the base URL, ignoring case.' }),
  auth: z.enum(authenticationTypes).optional(),
  unused: z.boolean().optional(),
  limit: limitSchema,
  cursor: cursorSchema,
})
export type ListEndpointsInput = z.output<typeof listEndpointsSchema>

/** A stored secret, as far as anybody may see it. */
export type SecretState = z.infer<typeof secretStateSchema>
/** What leaves the server. It has no place to put a secret. */
export type Endpoint = z.infer<typeof endpointSchema>
export type EndpointTestStamp = NonNullable<Endpoint['lastTest']>
export type EndpointPage = z.infer<typeof endpointPageSchema>
/** A flow that uses an endpoint, with the steps that do. */
export type EndpointUse = z.infer<typeof endpointUseSchema>

export const endpointTestMethods = ['GET', 'HEAD', 'POST'] as const

/**
 * Tests either the saved endpoint entirely or the submitted form entirely: there is no way to name a
 * stored secret together with an address.
 */
export const testEndpointSchema = z.discriminatedUnion('source', [
  z.strictObject({
    source: z.literal('saved'),
    id: z.uuid(),
    method: z.enum(endpointTestMethods),
    path: z.string().max(2_048),
  }),
  z.strictObject({
    source: z.literal('form'),
    endpoint: createEndpointSchema,
    method: z.enum(endpointTestMethods),
    path: z.string().max(2_048),
  }),
])
export type TestEndpointInput = z.output<typeof testEndpointSchema>

export const endpointTestSteps = ['configuration', 'policy', 'dns', 'connect', 'tls', 'response'] as const

/** What a test found, step by step. Secrets are masked; the body is cut at 2 kB. */
export type EndpointTestResult = z.infer<typeof endpointTestResultSchema>
