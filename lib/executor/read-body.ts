import type { NodeData } from '@/lib/flows/schema'

export type ReadBody = {
  /** What later steps see: a JSON value, text, `{contentType, bytes, base64}`, or `null` when empty. */
  value: unknown
  /** What people see: text, or base64. */
  shown: string
  encoding: 'utf8' | 'base64'
  /** The call insists on JSON and this is none. */
  isBroken: boolean
}

type Format = NonNullable<NodeData<'apiCall'>['responseFormat']>

/** Deeper than anybody nests on purpose, and shallow enough for whoever walks it later. */
const maxDepth = 500

/**
 * Makes a value out of the bytes of an answer, by its content type and by what it is.
 * @param mask takes the secrets out, before anything is made of the text: a value may hold them in a shape
 *   that no longer shows, such as a list of bytes
 */
export function readBody(
  bytes: Uint8Array,
  contentType: string | null,
  format: Format = 'auto',
  mask: <T>(value: T) => T = (value) => value,
): ReadBody {
  if (bytes.byteLength === 0) return { value: null, shown: '', encoding: 'utf8', isBroken: false }
  const type = mediaType(contentType)
  const decoded = format === 'auto' && isBinaryType(type) ? null : decode(bytes, contentType, type, format)
  if (decoded === null) {
    const masked = mask(bytes)
    const base64 = Buffer.from(masked.buffer, masked.byteOffset, masked.byteLength).toString('base64')
    const value = { contentType: mask(contentType), bytes: bytes.byteLength, base64 }
    return { value, shown: base64, encoding: 'base64', isBroken: false }
  }
  const text = mask(decoded)
  const json = readText(text, type, format)
  const isBroken = format === 'json' && json === undefined
  return { value: json === undefined ? text : json, shown: text, encoding: 'utf8', isBroken }
}

/**
 * The value of an answer whose text is known, the same that `readBody` made of it.
 * @param text not empty
 */
export function valueOfText(text: string, contentType: string | null, format: Format = 'auto'): unknown {
  const json = readText(text, mediaType(contentType), format)
  return json === undefined ? text : json
}

function readText(text: string, type: string, format: Format): unknown {
  return mayBeJson(text, type, format) ? parseJson(text) : undefined
}

function mediaType(contentType: string | null): string {
  return contentType?.split(';')[0]?.trim().toLowerCase() ?? ''
}

function mayBeJson(text: string, type: string, format: Format): boolean {
  if (format !== 'auto') return format === 'json'
  if (isJsonType(type)) return true
  // Some APIs label JSON as plain text or not at all; an object or a list is hardly meant as prose.
  return (type === '' || type === 'text/plain') && /^\s*[[{]/.test(text)
}

function parseJson(text: string): unknown {
  // Every level has a bracket at each end.
  if (text.length > 2 * maxDepth && isDeeperThan(text, maxDepth)) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isDeeperThan(json: string, limit: number): boolean {
  let depth = 0
  let inString = false
  for (let index = 0; index < json.length; index++) {
    const code = json.charCodeAt(index)
    if (code === 0x22) inString = !inString
    else if (inString) index += code === 0x5c ? 1 : 0
    else if (code === 0x5b || code === 0x7b) depth++
    else if (code === 0x5d || code === 0x7d) depth--
    if (depth > limit) return true
  }
  return false
}

function isJsonType(type: string): boolean {
  return type === 'application/json' || type === 'text/json' || type.endsWith('+json')
}

function isTextType(type: string): boolean {
  return type.startsWith('text/') || isJsonType(type) || /[/+]xml$/.test(type)
}

function isBinaryType(type: string): boolean {
  if (isTextType(type)) return false
  return /^(image|audio|video|font)\//.test(type) || /^application\/(octet-stream|pdf|zip|gzip)$/.test(type)
}

// Making one takes longer than reading a short answer. They remember nothing between two texts.
const utf8 = new TextDecoder()
const strictUtf8 = new TextDecoder('utf-8', { fatal: true })

/** The text, or `null` when a body of unknown type isn't any. */
function decode(bytes: Uint8Array, contentType: string | null, type: string, format: Format): string | null {
  const label = byteOrderMark(bytes) ?? charsetOf(contentType)
  if (label) return decodeAs(label, bytes)
  if (isTextType(type) || format !== 'auto') return utf8.decode(bytes)
  if (bytes.includes(0)) return null
  try {
    return strictUtf8.decode(bytes)
  } catch {
    return null
  }
}

/** In two calls, because in one some versions of Node take windows-1252 for Latin-1 and garble its quotes. */
function decodeAs(label: string, bytes: Uint8Array): string {
  const decoder = new TextDecoder(label)
  return decoder.decode(bytes, { stream: true }) + decoder.decode()
}

/** The mark at the beginning beats what the header says (Encoding Standard, section 6). */
function byteOrderMark([first, second, third]: Uint8Array): string | null {
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  return null
}

function charsetOf(contentType: string | null): string | null {
  const label = /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(contentType ?? '')?.[1]
  if (!label) return null
  try {
    return new TextDecoder(label).encoding
  } catch {
    return null // a name that nobody knows; UTF-8 is the best guess
  }
}
