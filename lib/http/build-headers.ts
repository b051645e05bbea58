import { SendFailure } from '@/lib/http/failures'
import {
  apiKeyProblem,
  basicPasswordProblem,
  basicUsernameProblem,
  bearerTokenProblem,
  headerNameProblem,
  headerSetProblem,
  headerValueProblem,
  isSecretHeaderName,
} from '@/lib/http/header-rules'
import type { Credential, HeaderField, OutboundRequest } from '@/lib/http/types'

export type BuiltHeaders = {
  /** In the order of the wire, the credential last. Names keep the case they were given in. */
  fields: HeaderField[]
  /** Lower-case names whose value must never be stored or shown. */
  secretHeaderNames: string[]
}

type HeaderParts = Pick<
  OutboundRequest,
  'defaultHeaders' | 'headers' | 'secretHeaderNames' | 'credential' | 'body'
>

/**
 * Merges the sources of headers so that every name has one: system defaults, the endpoint's, the
 * step's, the credential's. A step overrides what is not secret, and so does the type of its body;
 * nobody overrides the credential.
 *
 * @throws SendFailure `invalid_request`; its sentence never quotes a value
 */
export function buildHeaders(request: HeaderParts): BuiltHeaders {
  const defaults = request.defaultHeaders.map(checked)
  const own = request.headers.map(checked)
  const credential = credentialHeader(request.credential)
  for (const source of [defaults, own]) {
    if (source.length !== new Set(source.map(lowerName)).size)
      throw refuse('A header may be given only once.')
  }
  if (credential && [...defaults, ...own].some((field) => lowerName(field) === lowerName(credential))) {
    throw refuse('The authentication header is set by the endpoint and cannot be given again.')
  }
  const secret = new Set(request.secretHeaderNames.map((name) => name.toLowerCase()))
  for (const name of defaults.map(lowerName)) if (isSecretHeaderName(name)) secret.add(name)
  if (own.some((field) => secret.has(lowerName(field)))) {
    throw refuse('A secret header of the endpoint cannot be overridden.')
  }

  const { body } = request
  const inherited = defaults.filter(
    (field) =>
      !body || lowerName(field) !== 'content-type' || secret.has('content-type') || isFiner(field, body),
  )
  const given = mergeByName([...inherited, ...own])
  const problem = headerSetProblem(given)
  if (problem) throw refuse(problem)
  const fields = [
    ...mergeByName([...systemHeaders(request.body), ...given]),
    ...(credential ? [credential] : []),
  ]

  for (const name of fields.map(lowerName)) if (isSecretHeaderName(name)) secret.add(name)
  if (credential) secret.add(lowerName(credential))
  return { fields, secretHeaderNames: [...secret] }
}

/**
 * The one place where a credential becomes a header.
 *
 * @throws SendFailure when the credential cannot be written without changing its meaning
 */
export function credentialHeader(credential: Credential): HeaderField | null {
  switch (credential.type) {
    case 'none':
      return null
    case 'bearer':
      insist(bearerTokenProblem(credential.token))
      return { name: 'Authorization', value: `Bearer ${credential.token}` }
    case 'apiKey':
      insist(headerNameProblem(credential.headerName) ?? apiKeyProblem(credential.key))
      return { name: credential.headerName, value: credential.key }
    case 'basic': {
      const { username, password } = credential
      insist(basicUsernameProblem(username) ?? basicPasswordProblem(password))
      return {
        name: 'Authorization',
        value: `Basic ${base64(`${username}:${password}`)}`,
      }
    }
  }
}

/** Of the UTF-8 bytes; without Buffer, so that the form can show what would be sent. */
function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)))
}

/** `accept-encoding` names what the body sink can inflate. Steps may override the others. */
function systemHeaders(body: OutboundRequest['body']): HeaderField[] {
  const fields = [
    { name: 'Accept', value: '*/*' },
    { name: 'User-Agent', value: 'Sluice' },
    { name: 'Accept-Encoding', value: 'gzip, deflate, br' },
  ]
  return body ? [...fields, checked({ name: 'Content-Type', value: body.contentType })] : fields
}

/**
 * Whether the endpoint's type for all requests may stand above that of the body: JSON may be of a kind of its
 * own, and plain text of any. But a form stays a form, and a text what the step calls it.
 */
function isFiner({ value }: HeaderField, { contentType }: NonNullable<OutboundRequest['body']>): boolean {
  if (contentType === 'application/json') return /[/+]json\b/i.test(value)
  return /^text\/plain\b/i.test(contentType)
}

/** The last of each name, at the place of the first. */
function mergeByName(fields: HeaderField[]): HeaderField[] {
  return [...new Map(fields.map((field) => [lowerName(field), field])).values()]
}

function checked(field: HeaderField): HeaderField {
  insist(headerNameProblem(field.name) ?? headerValueProblem(field.value))
  return { name: field.name, value: field.value.replace(/^[\t ]+|[\t ]+$/g, '') }
}

function insist(problem: string | null): void {
  if (problem) throw refuse(problem)
}

function lowerName(field: HeaderField): string {
  return field.name.toLowerCase()
}

function refuse(message: string): SendFailure {
  return new SendFailure('invalid_request', 'prepare', { message })
}
