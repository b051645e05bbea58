import { foldText } from './find-all'

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
    ...base64Forms(utf8(secret)),
    utf8(secret).toString('hex'),
    utf8(secret).toString('hex').toUpperCase(),
    // As JavaScript writes the number that it reads: 12.50 as 12.5, long ones rounded.
    ...(/^-?\d+(\.\d+)?$/.test(secret) ? [String(Number(secret))] : []),
  ]
  return [...new Set(forms)]
}

function urlForms(secret: string): string[] {
  const component = encodeURIComponent(secret.toWellFormed())
  // RFC 3986 reserves these too, and some encoders know it.
  const strict = component.replace(/[!'()*]/g, percent)
  const form = new URLSearchParams({ '': secret }).toString().slice(1)
  const path = encodeURI(secret.toWellFormed())
  return [component, strict, form, path].flatMap((text) => [
    text,
    text.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
  ])
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

/**
 * Base64 of a text that has the secret anywhere inside: depending on how many bytes stand before it,
 * one of three runs of characters. Characters that also hold bits of a neighbor are left out of them.
 */
function base64Forms(secret: Buffer): string[] {
  const whole = secret.toString('base64')
  const inner = [0, 1, 2].map((before) => {
    const encoded = Buffer.concat([Buffer.alloc(before), secret]).toString('base64')
    const start = Math.ceil((before * 8) / 6)
    return encoded.slice(start, Math.floor(((before + secret.length) * 8) / 6))
  })
  return [whole, ...inner].flatMap((text) => [text, text.replaceAll('+', '-').replaceAll('/', '_')])
}

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
  const bytes = [...utf8(secret)]
  const joined = (base: number, digits: number, before = '') =>
    bytes.map((byte) => before + byte.toString(base).padStart(digits, '0')).join('')
  const forms = [
    secret,
    ...base64Forms(utf8(secret)),
    joined(16, 2), // hex, with any separators; %41
    joined(16, 2, 'x'), // \x41, &#x41;
    joined(16, 2, '0x'),
    joined(16, 4, 'u'), // \u0041, %u0041
    joined(16, 4, 'x'), // &#x0041;
    joined(16, 1, 'u'), // \u{41}
    joined(8, 3), // \101
    joined(10, 1), // 65, 66; &#65;
  ]
  return [...new Set(forms.map(foldText))].filter((form) => form.length >= minFolded)
}
