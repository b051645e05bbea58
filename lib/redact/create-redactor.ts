import type { Span } from './find-all'
import { createSecretFinder } from './find-secrets'
import { isJson, mapScalars } from './json-text'
import { mask } from './mask'

const quotedMask = JSON.stringify(mask)

/** Characters. Looking through a shorter text takes no longer than looking it up. */
const worthRemembering = 64

export type Redactor = {
  /** The text without secrets. JSON stays valid JSON; a text without secrets stays as it is. */
  text: (text: string) => string
  /** The same for a value of JSON: strings, keys, and numbers that show a secret. */
  json: <T>(value: T) => T
  /** The same for bytes of any kind; everything else in them stays. */
  bytes: (bytes: Uint8Array) => Uint8Array
}

/**
 * Masks secrets by their value, wherever and however encoded they come back. A safety net under not
 * storing them at all: it can't see what was encrypted, hashed, compressed or reversed.
 */
export function createRedactor(secrets: string[]): Redactor {
  const finder = createSecretFinder(secrets)
  if (!finder) return { text: (text) => text, json: (value) => value, bytes: (bytes) => bytes }
  const find = finder

  /** An answer is masked when the flow gets to see it, and again when it is stored. Nobody changes it between. */
  const clean = new Set<unknown>()

  function text(given: string): string {
    const isLong = given.length >= worthRemembering
    if (isLong && clean.has(given)) return given
    const spans = find(given)
    if (spans.length === 0) {
      if (isLong) clean.add(given)
      return given
    }
    const masked = replaceSpans(given, spans)
    return isJson(masked) || !isJson(given) ? masked : jsonText(given)
  }

  /** Masks valid JSON token by token, where masking across it would take a number's place or cut an escape. */
  function jsonText(given: string): string {
    const masked = mapScalars(given, (token) => {
      const spans = find(token)
      if (spans.length === 0) return token
      const replaced = replaceSpans(token, spans)
      return isJson(replaced) ? replaced : quotedMask
    })
    return find(masked).length === 0 ? masked : quotedMask
  }

  function json<T>(value: T): T {
    if (typeof value !== 'object' || value === null) return maskValue(value) as T
    if (clean.has(value)) return value
    const masked = maskValue(value)
    clean.add(masked)
    // A value keeps its type but for numbers, which become the mask: the one lie of this signature.
    return masked as T
  }

  function maskValue(value: unknown): unknown {
    if (typeof value === 'string') return text(value)
    if (typeof value === 'number' || typeof value === 'bigint') {
      return find(String(value)).length === 0 ? value : mask
    }
    if (Array.isArray(value)) return maskItems(value)
    if (value instanceof Uint8Array) return bytes(value)
    if (typeof value === 'object' && value !== null) return maskEntries(value as Record<string, unknown>)
    return value
  }

  function maskItems(items: unknown[]): unknown[] {
    let masked: unknown[] | null = null // from the first on that changes
    for (let index = 0; index < items.length; index++) {
      const maskedItem = maskValue(items[index])
      if (masked === null && maskedItem !== items[index]) masked = items.slice(0, index)
      masked?.push(maskedItem)
    }
    return masked ?? items
  }

  function maskEntries(given: Record<string, unknown>): object {
    const keys = Object.keys(given)
    let entries: [string, unknown][] | null = null // from the first on that changes; nearly always none does
    for (let index = 0; index < keys.length; index++) {
      const key = keys[index] ?? ''
      const value = given[key]
      const maskedKey = text(key)
      const maskedValue = maskValue(value)
      if (entries === null && (maskedKey !== key || maskedValue !== value)) {
        entries = keys.slice(0, index).map((before) => [before, given[before]])
      }
      entries?.push([maskedKey, maskedValue])
    }
    return entries === null ? given : Object.fromEntries(entries)
  }

  function bytes(given: Uint8Array): Uint8Array {
    const view = Buffer.from(given.buffer, given.byteOffset, given.byteLength)
    const spans = find(view.toString('latin1'))
    if (spans.length === 0) return given
    return Buffer.from(replaceSpans(view.toString('latin1'), spans), 'latin1')
  }

  return { text, json, bytes }
}

function replaceSpans(text: string, spans: Span[]): string {
  if (spans.length === 0) return text
  let result = ''
  let done = 0
  for (const { start, end } of spans) {
    result += text.slice(done, start) + mask
    done = end
  }
  return result + text.slice(done)
}
