import { foldText } from './find-all'
import { unescaped } from './layers'

const utf8 = (text: string) => Buffer.from(text, 'utf8')

/**
 * The texts in which a secret may come back from an API: as it is, and in each encoding that echoes,
 * logs and error pages put values into.
 */
export function derivedForms(secret: string): string[] {
  const json = JSON.stringify(secret).slice(1, -1)
  const escaped = [json, asciiOnly(json), json.replaceAll('/', '\\/'), escapeHtmlInJson(json)]
  const forms = [
    secret,
    ...escaped,
    ...escaped.map((text) => JSON.stringify(text).slice(1, -1)), // JSON inside a JSON string
    ...urlForms(secret),
    ...markupForms(secret),
    ...quotedForms(secret),
    ...otherSpellings(secret),
    ...base64Forms(utf8(secret)),
    utf8(secret).toString('hex'),
    utf8(secret).toString('hex').toUpperCase(),
    // As JavaScript writes the number that it reads: 12.50 as 12.5, long ones rounded.
    ...(isNumeric(secret) ? [String(Number(secret))] : []),
  ]
  return [...new Set(forms.flatMap((form) => [form, ...unescapedForms(form)]))]
}

function isNumeric(secret: string): boolean {
  return /^-?\d+(\.\d+)?$/.test(secret)
}

function urlForms(secret: string): string[] {
  const component = encodeURIComponent(secret.toWellFormed())
  // RFC 3986 reserves these too, and some encoders know it.
  const strict = component.replace(/[!'()*]/g, percent)
  const form = new URLSearchParams({ '': secret }).toString().slice(1)
  const path = encodeURI(secret.toWellFormed())
  const codes = [component, strict, form, path].flatMap((text) => [
    text,
    text.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
  ])
  // What is left when every code is undone, in a query where a space is a plus.
  return [...codes, component.replaceAll('%20', '+'), secret.replaceAll(' ', '+')]
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`
}

function markupForms(secret: string): string[] {
  const basic = secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  const quotes = [
    ['&quot;', '&#39;'],
    ['&quot;', '&#x27;'],
    ['&#34;', '&#39;'],
    ['&quot;', '&apos;'],
  ] as const
  return [basic, ...quotes.map(([double, single]) => basic.replaceAll('"', double).replaceAll("'", single))]
}

/** Quotes doubled, as SQL and CSV do, and as in a shell; and what an email calls quoted-printable. */
function quotedForms(secret: string): string[] {
  const bytes = utf8(secret).toString('latin1')
  return [
    secret.replaceAll("'", "''"),
    secret.replaceAll('"', '""'),
    secret.replaceAll("'", "'\\''"),
    bytes.replace(/[^!-<>-~]/g, equalsCode),
    bytes.replace(/[^ !-<>-~]/g, equalsCode),
    bytes.replace(/[^A-Za-z0-9]/g, equalsCode),
  ]
}

function equalsCode(byte: string): string {
  return `=${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`
}

/**
 * What becomes of a secret that looks escaped itself, such as `p\ss%41`, when an encoding around it is
 * undone: all kinds of escapes are, at once.
 */
function unescapedForms(form: string): string[] {
  const once = unescaped(form)?.text
  const twice = once === undefined ? undefined : unescaped(once)?.text
  return [once, twice].filter((text) => text !== undefined)
}

/** Shorter ones are too often words that mean something else. */
const minRecased = 8

/** Header and host names come back in lower case, and some systems compose characters anew. */
function otherSpellings(secret: string): string[] {
  const cases = secret.length < minRecased ? [] : [secret.toLowerCase(), secret.toUpperCase()]
  const utf16 = Buffer.from(secret, 'utf16le')
  return [
    ...cases,
    secret.normalize('NFC'),
    secret.normalize('NFD'),
    utf16.toString('latin1'),
    utf16.swap16().toString('latin1'),
  ]
}

/**
 * Base64 of a text that has the secret anywhere inside: depending on how many bytes stand before it,
 * one of three runs of characters. Characters that also hold bits of a neighbor are left out of them.
 */
function base64Forms(secret: Buffer): string[] {
  const whole = secret.toString('base64')
  return [whole, ...innerBase64(secret)].flatMap((text) => [
    text,
    text.replaceAll('+', '-').replaceAll('/', '_'),
  ])
}

const zeros = Buffer.alloc(2)

function innerBase64(secret: Buffer): string[] {
  return [0, 1, 2].map((before) => {
    const encoded = Buffer.concat([zeros.subarray(0, before), secret]).toString('base64')
    const start = Math.ceil((before * 8) / 6)
    return encoded.slice(start, Math.floor(((before + secret.length) * 8) / 6))
  })
}

/** Base32 of a text that has the secret anywhere inside: five runs, as base64 has three. */
function base32Forms(secret: Buffer): string[] {
  return [0, 1, 2, 3, 4].map((before) => {
    // Bits of the secret's first byte that share a character with its neighbor are left out.
    let size = -((5 - ((before * 8) % 5)) % 5)
    let bits = 0
    let text = ''
    for (const byte of secret) {
      bits = ((bits << 8) | byte) & 0xfff
      for (size += 8; size >= 5; size -= 5) text += base32Digits[(bits >> (size - 5)) & 31]
    }
    return text
  })
}
const base32Digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

function asciiOnly(json: string): string {
  return json.replace(/[^\x20-\x7e]/g, unicodeEscape)
}

/** As Go's encoder and PHP's do, so that JSON may stand inside of HTML. */
function escapeHtmlInJson(json: string): string {
  return json.replace(/[<>&'\u2028\u2029]/g, unicodeEscape)
}

function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}

/** With fewer letters and digits, other texts are too likely to have the same ones. */
export const minFolded = 12

/**
 * The letters and digits, in lower case, of a secret and of its encodings byte by byte. What else such an
 * encoding has (`\\x`, `&#`, `%`, commas, line breaks) is left out of the text that is searched, too.
 */
export function looseForms(secret: string): string[] {
  const bytes = utf8(secret)
  const forms = [secret, ...base64Forms(bytes), ...base32Forms(bytes), ...byteForms(bytes)]
  return [...new Set(forms.map(foldText))].filter((form) => form.length >= minFolded)
}

function byteForms(secret: Buffer): string[] {
  const bytes = [...secret]
  const joined = (base: number, digits: number, before = '') =>
    bytes.map((byte) => before + byte.toString(base).padStart(digits, '0')).join('')
  return [
    joined(16, 2), // hex, with any separators; %41
    joined(16, 2, 'x'), // \x41, &#x41;
    joined(16, 2, '0x'),
    joined(16, 4, 'u'), // \u0041, %u0041
    joined(16, 4, 'x'), // &#x0041;
    joined(16, 1, 'u'), // \u{41}
    joined(8, 3), // \101
    joined(10, 1), // 65, 66; &#65;
  ]
}

/**
 * Texts of `length` letters and digits of which each derived and each loose form of a secret has at least
 * one, once folded; so a text that has none of them has none of the forms. Much less work than the forms:
 * all ways of escaping leave letters and digits as they are, and an encoding of the first bytes is the
 * beginning of the encoding of all.
 * @returns null for a secret without such texts: numbers, which are written anew, what looks escaped itself
 *   or has characters outside ASCII, which have several spellings, and what is too short
 */
export function witnessesOf(secret: string, length: number): string[] | null {
  const plain = secret.match(/[a-z0-9]+/gi)?.find((run) => run.length >= length)
  if (plain === undefined || isNumeric(secret) || !isPlain.test(secret)) return null
  const start = utf8(secret.slice(0, length * 2))
  const witnesses = [plain.toLowerCase()]
  for (const text of innerBase64(start)) witnesses.push(foldText(text))
  for (const text of base32Forms(start.subarray(0, length))) witnesses.push(text.toLowerCase())
  for (const text of firstBytes(start)) witnesses.push(text)
  for (let index = 0; index < witnesses.length; index++) {
    const witness = witnesses[index] ?? ''
    if (witness.length < length) return null
    if (witness.length > length) witnesses[index] = witness.slice(0, length)
  }
  return witnesses
}

/** How `byteForms` begin, for characters that can be printed: all have two hexadecimal digits. */
function firstBytes(start: Buffer): string[] {
  const [first = 0, second = 0, third = 0] = start
  const [a, b, c] = [first.toString(16), second.toString(16), third.toString(16)]
  return [
    ...[a + b + c, `x${a}x${b}`, `0x${a}0x${b}`, `u00${a}`, `x00${a}`, `u${a}u${b}`],
    first.toString(8).padStart(3, '0') + second.toString(8).padStart(3, '0'),
    `${first}${second}${third}`,
  ]
}

/** ASCII, and nothing that begins an escape. */
const isPlain = /^(?:(?![%&\\])[ -~])+$/
