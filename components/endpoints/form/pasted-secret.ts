import type { AuthenticationType } from '@/lib/endpoints/schema'

export type SecretHint = {
  /** What is wrong with what was typed or pasted; never quotes the secret. */
  message: string
  fixed: string
}

const prefixes = { bearer: 'Bearer ', basic: 'Basic ' } as const

/** What people paste along with a secret, and the secret without it. `null` when there is nothing to mend. */
export function secretHint(type: AuthenticationType, text: string): SecretHint | null {
  const trimmed = text.trim()
  const header = /^authorization\s*:\s*(?=\S)/i.exec(trimmed)?.[0]
  if (header)
    return { message: 'Remove “Authorization:” – it is added for you.', fixed: trimmed.slice(header.length) }
  const prefix = prefixOf(type)
  if (prefix && new RegExp(`^${prefix.trim()}\\s+\\S`, 'i').test(trimmed)) {
    return {
      message: `Remove “${prefix}” – it is added for you.`,
      fixed: trimmed.slice(prefix.length).trimStart(),
    }
  }
  const quoted = /^(["'`])(.+)\1$/s.exec(trimmed)?.[2]
  if (quoted !== undefined) return { message: 'Remove the quotes around it.', fixed: quoted }
  if (/[\r\n]/.test(trimmed))
    return { message: 'Remove the line breaks in it.', fixed: trimmed.replace(/\s*[\r\n]+\s*/g, '') }
  if (trimmed !== text && trimmed !== '') return { message: 'Remove the spaces around it.', fixed: trimmed }
  if (type === 'bearer' && /\s/.test(trimmed)) {
    return { message: 'Remove the spaces in it.', fixed: trimmed.replace(/\s+/g, '') }
  }
  return null
}

function prefixOf(type: AuthenticationType): string | null {
  return type === 'bearer' || type === 'basic' ? prefixes[type] : null
}

/**
 * The authentication that an `Authorization` header stands for. Anything unknown is an API key as it is,
 * and so is half a pair: Basic authentication of an endpoint has a user name and a password.
 */
export function authenticationFromHeader(
  value: string,
):
  | { type: 'bearer'; token: string }
  | { type: 'basic'; username: string; password: string }
  | { type: 'apiKey'; key: string } {
  const text = value.trim()
  const bearer = /^bearer\s+(\S+)$/i.exec(text)?.[1]
  if (bearer) return { type: 'bearer', token: bearer }
  const pair = basicPair(text)
  return pair?.username && pair.password ? { type: 'basic', ...pair } : { type: 'apiKey', key: text }
}

/** What the value of an `Authorization` header holds for Basic authentication. `null` when it is for another. */
export function basicPair(value: string): { username: string; password: string } | null {
  const base64 = /^basic\s+([A-Za-z0-9+/]+={0,2})$/i.exec(value.trim())?.[1]
  if (base64 === undefined) return null
  try {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    const colon = text.indexOf(':')
    return colon === -1 ? null : { username: text.slice(0, colon), password: text.slice(colon + 1) }
  } catch {
    return null
  }
}
