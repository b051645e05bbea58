import type { AuthenticationType } from '@/lib/endpoints/schema'
import { userInfo } from '../form/base-url-fixes'
import type { EndpointValues } from '../form/endpoint-values'
import { authenticationFromHeader, basicPair } from '../form/pasted-secret'
import type { CurlNotes } from './curl-notes'
import { type ImportedHeader, isKeyHeader } from './imported-headers'
import type { CurlCommand } from './parse-curl'
import { variableName } from './shell-command'

type Credential = Partial<EndpointValues['authentication']> & { type: AuthenticationType }

/**
 * The one credential of a command. Takes the header that it comes from out of the list; others that are
 * secret stay there.
 */
export function curlCredential(
  { options }: CurlCommand,
  url: URL,
  headers: ImportedHeader[],
  notes: CurlNotes,
): Credential {
  const authorization = take(headers, ({ name }) => name.toLowerCase() === 'authorization')
  const bearer = options.findLast(({ name }) => name === 'oauth2-bearer')?.value
  const user = options.findLast(({ name }) => name === 'user')?.value
  const inUrl = userInfo(url.href)
  const scheme = options.find(({ name }) => unsupportedSchemes.has(name))?.name
  if ((authorization ?? bearer) && (user ?? inUrl)) {
    notes.say('An endpoint signs in in one way, so user name and password are left out.')
  }
  if (authorization) return fromAuthorization(authorization, notes)
  if (bearer) {
    return withoutSecretVariables({ type: 'bearer', token: bearer.text }, bearer.variables, notes)
  }
  if (user && scheme) {
    notes.say(`Sluice doesn’t sign in with --${scheme}, so user name and password are left out.`)
  } else if (user) {
    const [username = ''] = user.text.split(':', 1)
    const password = user.text.slice(username.length + 1)
    // Without a colon curl asks for the password, and so does the form.
    const isHalf = user.text.includes(':') && (username === '' || password === '')
    if (isHalf) return fromHalfPair(user.text, user.variables, notes)
    return withoutSecretVariables({ type: 'basic', username, password }, user.variables, notes)
  } else if (inUrl) {
    const { username, password } = inUrl
    const isHalf = username === '' || password === ''
    return isHalf ? fromHalfPair(`${username}:${password}`, [], notes) : { type: 'basic', ...inUrl }
  }
  const key = take(headers, ({ name }) => isKeyHeader(name))
  if (!key) return { type: 'none' }
  return withoutSecretVariables(
    { type: 'apiKey', headerName: key.name, key: key.value },
    key.variables,
    notes,
  )
}

/** Ways to sign in that need more than one header of text. */
export const unsupportedSchemes = new Set(['digest', 'ntlm', 'negotiate', 'anyauth', 'aws-sigv4'])

function take(headers: ImportedHeader[], isWanted: (header: ImportedHeader) => boolean) {
  const index = headers.findIndex(isWanted)
  return index === -1 ? undefined : headers.splice(index, 1)[0]
}

function fromAuthorization({ name, value, variables }: ImportedHeader, notes: CurlNotes): Credential {
  const [variable] = variables
  if (variable === undefined) {
    const header = authenticationFromHeader(value)
    if (header.type === 'apiKey' && basicPair(value)) notes.say(whyHalfPair)
    return header.type === 'apiKey' ? { ...header, headerName: name } : header
  }
  notes.say(secretIn(variable))
  const scheme = /^(bearer|basic)\s/i.exec(value)?.[1]?.toLowerCase()
  if (scheme === 'bearer') return { type: 'bearer', token: '' }
  if (scheme === 'basic') return { type: 'basic', username: '', password: '' }
  return { type: 'apiKey', headerName: name, key: '' }
}

const whyHalfPair =
  'Basic authentication of an endpoint needs a user name and a password, and one of them is empty. So the header “Authorization” is its API key: “Basic”, a space, and both with a colon between them in Base64.'

/** Sent as curl sends it: some APIs take a key for the user name, with an empty password. */
function fromHalfPair(pair: string, [variable]: string[], notes: CurlNotes): Credential {
  notes.say(whyHalfPair)
  if (variable !== undefined) notes.say(secretIn(variable))
  const key = variable === undefined ? `Basic ${base64(pair)}` : ''
  return { type: 'apiKey', headerName: 'Authorization', key }
}

function base64(text: string): string {
  const bytes = Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte))
  return btoa(bytes.join(''))
}

/** A variable of the shell is no secret: whoever knows its value enters it. */
function withoutSecretVariables(credential: Credential, variables: string[], notes: CurlNotes): Credential {
  const entries = Object.entries(credential).map(([part, value]): [string, unknown] => {
    const held = variables.find((variable) => typeof value === 'string' && value.includes(variable))
    if (held === undefined) return [part, value]
    notes.say(secretIn(held))
    return [part, '']
  })
  return Object.fromEntries(entries) as Credential
}

function secretIn(variable: string): string {
  return `The secret is in ${variableName(variable)}, whose value is not here. Enter it in the form.`
}
