import type { Span } from './find-all'

/** A text with one layer of encoding taken off, and the way back to the text that it was taken off. */
export type Layer = { text: string; sourceOf: (span: Span) => Span }

/**
 * Undoes escapes, wherever they stand and however few they are: those of JSON and JavaScript (`\u0041`,
 * `\x41`, `\101`, `\/`), of URLs (`%41`, `%u0041`) and of HTML (`&#65;`, `&#x41;`, `&amp;`). One layer: what
 * comes out may be escaped again. Bytes stay bytes, one character each.
 * @returns null when there is nothing to undo
 */
export function unescaped(text: string): Layer | null {
  const first = text.search(/[\\%&]/)
  if (first < 0) return null
  const units = new Uint16Array(text.length)
  const starts = new Int32Array(text.length + 1)
  let size = 0
  for (let place = 0; place < text.length; size++) {
    const code = text.charCodeAt(place)
    const isLead = code === 0x5c || code === 0x25 || code === 0x26
    const length = isLead ? escapeAt(text, place, code) : 1
    const unit = length === 1 ? code : escapedUnit
    starts[size] = place
    if (unit <= 0xffff) units[size] = unit
    else {
      // A character of two units. Its escape is longer than two, so there is room.
      units[size++] = 0xd800 + ((unit - 0x10000) >> 10)
      units[size] = 0xdc00 + ((unit - 0x10000) & 0x3ff)
      starts[size] = place
    }
    place += length
  }
  if (size === text.length) return null
  starts[size] = text.length
  return {
    text: Buffer.from(units.buffer, 0, size * 2).toString('utf16le'),
    sourceOf: ({ start, end }) => ({ start: starts[start] ?? 0, end: starts[end] ?? text.length }),
  }
}

/** What the last call of `escapeAt` read. A result of its own for each of ten million escapes is too dear. */
let escapedUnit = 0

/** The length of the escape at a place, 1 for none; what it stands for is in `escapedUnit`. */
function escapeAt(text: string, place: number, lead: number): number {
  if (lead === 0x5c) return backslashEscapeAt(text, place)
  if (lead === 0x26) return entityAt(text, place)
  if (text[place + 1] === 'u' && readDigits(text, place + 2, 4, 16)) return 6
  return readDigits(text, place + 1, 2, 16) ? 3 : 1
}

const controls: Record<string, number> = { b: 8, t: 9, n: 10, v: 11, f: 12, r: 13 }

function backslashEscapeAt(text: string, place: number): number {
  const kind = text[place + 1]
  if (kind === undefined) return 1
  if (kind === 'u' && text[place + 2] === '{') {
    const length = text.slice(place, place + 10).indexOf('}')
    return length > 0 && readDigits(text, place + 3, length - 3, 16) ? length + 1 : 1
  }
  if (kind === 'u') return readDigits(text, place + 2, 4, 16) ? 6 : 1
  if (kind === 'x') return readDigits(text, place + 2, 2, 16) ? 4 : 1
  if (readDigits(text, place + 1, 3, 8)) return 4
  escapedUnit = controls[kind] ?? text.charCodeAt(place + 1)
  return 2
}

/** Those of ASCII characters, as far as encoders write them. */
const entities: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  excl: '!',
  num: '#',
  dollar: '$',
  percnt: '%',
  lpar: '(',
  rpar: ')',
  ast: '*',
  plus: '+',
  comma: ',',
  period: '.',
  sol: '/',
  colon: ':',
  semi: ';',
  equals: '=',
  quest: '?',
  commat: '@',
  lsqb: '[',
  lbrack: '[',
  bsol: '\\',
  rsqb: ']',
  rbrack: ']',
  Hat: '^',
  lowbar: '_',
  grave: '`',
  lcub: '{',
  lbrace: '{',
  verbar: '|',
  vert: '|',
  rcub: '}',
  rbrace: '}',
  nbsp: ' ',
}

function entityAt(text: string, place: number): number {
  const near = text.slice(place, place + 11)
  const length = near.indexOf(';')
  if (length < 0) return 1
  if (near[1] === '#') {
    const isHex = near[2] === 'x' || near[2] === 'X'
    const before = isHex ? 3 : 2
    return readDigits(text, place + before, length - before, isHex ? 16 : 10) ? length + 1 : 1
  }
  const named = entities[near.slice(1, length)]
  if (named === undefined) return 1
  escapedUnit = named.charCodeAt(0)
  return length + 1
}

/** Reads exactly `count` digits into `escapedUnit`. */
function readDigits(text: string, from: number, count: number, base: number): boolean {
  let value = 0
  for (let place = from; place < from + count; place++) {
    const digit = digitOf(text.charCodeAt(place))
    if (digit >= base) return false
    value = value * base + digit
  }
  escapedUnit = value
  return count > 0
}

/** 99 for what is no digit in any base. */
function digitOf(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30
  const letter = code | 0x20
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : 99
}

const isBase64 = new Uint8Array(128)
for (const character of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_') {
  isBase64[character.charCodeAt(0)] = 1
}

type Run = { decodedStart: number; start: number; end: number }

/**
 * What the stretches of a text are that could be base64 of at least `shortest` bytes, one character a byte,
 * apart from each other by a line break.
 * @returns null when there are none
 */
export function decodedBase64(text: string, shortest: number): Layer | null {
  const runs: Run[] = []
  const parts: string[] = []
  let size = 0
  for (let place = 0; place < text.length; place++) {
    const start = place
    while (place < text.length && isBase64[text.charCodeAt(place)] === 1) place++
    if ((place - start) * 3 < shortest * 4) continue
    const decoded = Buffer.from(text.slice(start, place), 'base64').toString('latin1')
    runs.push({ decodedStart: size, start, end: place })
    parts.push(decoded)
    size += decoded.length + 1
  }
  if (runs.length === 0) return null
  return {
    text: parts.join('\n'),
    sourceOf: ({ start, end }) => {
      const first = runAt(runs, start)
      const last = runAt(runs, end - 1)
      return {
        start: first.start + Math.floor(((start - first.decodedStart) * 4) / 3),
        end: Math.min(last.end, last.start + Math.ceil(((end - last.decodedStart) * 4) / 3)),
      }
    },
  }
}

/** The last run that begins at or before a place of the decoded text. */
function runAt(runs: Run[], place: number): Run {
  let low = 0
  let high = runs.length - 1
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if ((runs[middle]?.decodedStart ?? 0) <= place) low = middle
    else high = middle - 1
  }
  return runs[low] ?? { decodedStart: 0, start: 0, end: 0 }
}
