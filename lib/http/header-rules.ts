/**
 * What a header may be called and may hold. Runs in the form, at save time and again right before
 * sending, so it imports nothing that only one side has. Every `…Problem` function returns a sentence
 * for people, or `null` when there is nothing wrong; none of them quotes the value.
 */

export const maxHeaders = 50
export const maxHeaderValueBytes = 8 * 1024
export const maxHeaderBytesTotal = 16 * 1024

/** Sluice decides these itself: they frame the message, name its target or belong to one hop. */
const managedHeaders = new Set([
  'host',
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'expect',
  'content-length',
  'http2-settings',
  'accept-encoding',
])

const secretHeaders = new Set(['authorization', 'cookie', 'x-api-key', 'api-key', 'x-auth-token', 'token'])

/** RFC 9110 section 5.6.2: one or more token characters. */
const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/
/** Visible ASCII, space and tab. Anything else is either a way to smuggle a line or ambiguous on the wire. */
const fieldContent = /^[\t\x20-\x7e]*$/
const visibleAscii = /^[\x21-\x7e]+$/
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const controls = /[\u0000-\u001f\u007f-\u009f]/

/** True for names that no one but Sluice may set, in any case. */
export function isManagedHeader(name: string): boolean {
  return name.startsWith(':') || managedHeaders.has(name.toLowerCase())
}

/** True for names whose value is stored and masked as a secret without anyone's asking for it. */
export function isSecretHeaderName(name: string): boolean {
  return secretHeaders.has(name.toLowerCase())
}

/** Why this cannot be a header's name. */
export function headerNameProblem(name: string): string | null {
  if (name === '') return 'Enter a header name.'
  if (isManagedHeader(name)) return 'This header is managed by the system.'
  if (!token.test(name)) return "A header name has only letters, digits and ! # $ % & ' * + - . ^ _ ` | ~."
  if (name.length > 256) return 'A header name has at most 256 characters.'
  return null
}

/** Why this cannot be a header's value. White space around a value is no problem: it is trimmed. */
export function headerValueProblem(value: string): string | null {
  if (!fieldContent.test(value)) return 'A header value has only plain ASCII characters on one line.'
  if (value.length > maxHeaderValueBytes) return 'A header value has at most 8 KiB.'
  return null
}

/** Why a set of headers cannot go out together, whatever each of them holds: only its length counts. */
export function headerSetProblem(fields: { name: string; value: { length: number } }[]): string | null {
  if (fields.length > maxHeaders) return `A request has at most ${maxHeaders} headers.`
  const bytes = fields.reduce((sum, field) => sum + field.name.length + field.value.length + 4, 0)
  if (bytes > maxHeaderBytesTotal) return 'The headers of a request have at most 16 KiB together.'
  const names = fields.map((field) => field.name.toLowerCase())
  if (new Set(names).size < names.length) return 'A header may be given only once.'
  return null
}

/** Why this cannot be a bearer token (RFC 6750 knows no white space in one). */
export function bearerTokenProblem(text: string): string | null {
  if (text === '') return 'Enter the token.'
  if (!visibleAscii.test(text)) return 'A token has no white space and only plain ASCII characters.'
  return headerValueProblem(`Bearer ${text}`)
}

/** Why this cannot be an API key. It is sent exactly as entered, so it may not need trimming either. */
export function apiKeyProblem(key: string): string | null {
  if (key.trim() === '') return 'Enter the key.'
  if (key !== key.trim()) return 'Remove the white space around the key.'
  return headerValueProblem(key)
}

/** Why this cannot be the user name of Basic authentication (RFC 7617: a colon would end it). */
export function basicUsernameProblem(username: string): string | null {
  if (username.includes(':')) return 'A user name has no colon.'
  return basicPasswordProblem(username)
}

/** Why this cannot be the password of Basic authentication. An empty one is common and allowed. */
export function basicPasswordProblem(password: string): string | null {
  if (controls.test(password)) return 'Remove the control characters, such as line breaks.'
  if (!password.isWellFormed()) return 'This text is not valid Unicode.'
  // base64 of at most three UTF-8 bytes per character must fit a header value, for both parts
  if (password.length > 1000) return 'At most 1,000 characters.'
  return null
}
