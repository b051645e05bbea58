import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRedactor } from './create-redactor'
import { derivedForms, looseForms, witnessesOf } from './derived-forms'
import { createFoldedSearch, foldedWidth, foldText } from './find-all'
import { mask } from './mask'

const secret = randomBytes(24).toString('base64')
const redactor = createRedactor([secret])

const secretText = fc
  .string({ unit: 'binary', minLength: 4, maxLength: 60 })
  .filter((text) => text.isWellFormed())
const anyText = fc.string({ unit: 'binary', maxLength: 200 })

describe('createRedactor', () => {
  it('masks a secret in a text and leaves the rest as it is', () => {
    expect(redactor.text(`before ${secret} between ${secret}after`)).toBe(
      `before ${mask} between ${mask}after`,
    )
  })

  it('masks every derived form', () => {
    const odd = `p@ss "wörd"/<&'+ ${randomBytes(6).toString('hex')}`
    const { text } = createRedactor([odd])
    for (const form of derivedForms(odd)) expect(text(`x=${form};`)).toBe(`x=${mask};`)
  })

  it.each([
    ['a query', (text: string) => new URLSearchParams({ a: 'b', token: text }).toString()],
    ['a path', (text: string) => `/v1/${encodeURIComponent(text)}/x`],
    ['JSON', (text: string) => JSON.stringify({ echo: [text] })],
    ['JSON inside JSON', (text: string) => JSON.stringify({ echo: JSON.stringify({ text }) })],
    ['HTML', (text: string) => `<p>${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</p>`],
    ['hex', (text: string) => Buffer.from(`Bearer ${text}`).toString('hex')],
  ])('masks it in %s', (_what, encode) => {
    fc.assert(
      fc.property(secretText, (text) => {
        const forms = derivedForms(text).filter((form) => form.length >= 4)
        const masked = createRedactor([text]).text(encode(text))
        expect(masked).toContain(mask)
        for (const form of forms) expect(masked.replaceAll(mask, '\n\n\n\n')).not.toContain(form)
      }),
    )
  })

  describe('finds a long secret however it is written:', () => {
    const characters = (f: (code: number, character: string) => string) => (text: string) =>
      text.replace(/./gs, (character) => f(character.charCodeAt(0), character))
    const hex = (code: number, digits = 2) => code.toString(16).padStart(digits, '0')
    const base64 = (text: string) => Buffer.from(text).toString('base64')
    it.each<[string, (text: string) => string]>([
      ['every character as \\u', characters((code) => `\\u${hex(code, 4)}`)],
      ['some characters as \\u', characters((code, c) => (/[\W_]/.test(c) ? `\\u${hex(code, 4)}` : c))],
      ['as \\u{}', characters((code) => `\\u{${hex(code)}}`)],
      ['as \\x', characters((code) => `\\x${hex(code)}`)],
      ['as octal', characters((code) => `\\${code.toString(8).padStart(3, '0')}`)],
      ['escaped for a shell', characters((_code, c) => (/\W/.test(c) ? `\\${c}` : c))],
      ['every character in percent', characters((code) => `%${hex(code)}`)],
      ['only some characters in percent', characters((code, c) => (/[\W_]/.test(c) ? `%${hex(code)}` : c))],
      ['in percent twice', (text) => encodeURIComponent(encodeURIComponent(text))],
      ['as %u', characters((code) => `%u${hex(code, 4)}`)],
      ['in decimal entities', characters((code) => `&#${code};`)],
      ['in hexadecimal entities', characters((code) => `&#x${hex(code)};`)],
      ['with some entities', characters((code, c) => (/[\W_]/.test(c) ? `&#${code};` : c))],
      ['in quoted-printable', characters((code) => `=${hex(code).toUpperCase()}`)],
      ['in base64 of base64', (text) => base64(base64(`x${text}`))],
      ['in base64 of JSON', (text) => base64(JSON.stringify({ a: `Bearer ${text}` }))],
      ['in base64 of UTF-16', (text) => Buffer.from(text, 'utf16le').toString('base64')],
      ['in base64 with line breaks', (text) => base64(`x${text}yz`).replace(/.{16}/g, '$&\r\n')],
      [
        'in base64 in JSON with line breaks',
        (text) => JSON.stringify(base64(text).replace(/.{16}/g, '$&\n')),
      ],
      [
        'in hex with colons',
        (text) =>
          Buffer.from(text)
            .toString('hex')
            .replace(/..(?=.)/g, '$&:'),
      ],
      ['in hex with 0x', characters((code) => `0x${hex(code)}, `)],
      ['as a list of bytes', (text) => JSON.stringify([...Buffer.from(text)])],
      ['in UTF-16', (text) => Buffer.from(text, 'utf16le').toString('latin1')],
      ['in upper case', (text) => text.toUpperCase()],
      ['over several lines', (text) => text.replace(/.{10}/g, '$&\n')],
      ['letter by letter', (text) => JSON.stringify(text.split(''))],
      ['in JSON in JSON in JSON', (text) => JSON.stringify(JSON.stringify(JSON.stringify(text)))],
    ])('%s', (_how, write) => {
      const odd = `sk_live-${randomBytes(12).toString('hex')}/+&"<`
      const { text } = createRedactor([odd])
      const written = write(odd)
      const masked = text(`before ${written} after`)
      expect(masked).toContain(mask)
      // What is left of it is punctuation.
      expect(masked.replace(mask, '').length).toBeLessThan('before  after'.length + written.length / 2)
      expect(masked).toMatch(/^before .* after$/s)
    })
  })

  describe('finds a short secret with escapes, quotes and characters of its own:', () => {
    const odd = `p@s%41/w+d=&"<>'\\ x🔑é`
    const entity = (c: string) => `&#${c.codePointAt(0)};`
    const bytes = (text: string) => Buffer.from(text)
    const percent = (text: string) => encodeURIComponent(text).replaceAll('%20', '+')
    it.each<[string, string]>([
      ['in a query with a plus for a space', percent(odd)],
      ['in such a query in small letters', percent(odd).replace(/%../g, (code) => code.toLowerCase())],
      ['in such a query, all signs as codes', percent(odd).replaceAll("'", '%27')],
      ['in HTML', odd.replace(/[&<>"']/g, entity)],
      ['in HTML twice', odd.replace(/[&<>"']/g, entity).replaceAll('&', '&amp;')],
      ['in HTML, all signs by number', odd.replace(/[^a-z]/gu, entity)],
      [
        'in HTML, signs by name',
        odd.replaceAll('/', '&sol;').replaceAll('+', '&plus;').replaceAll('@', '&commat;'),
      ],
      ['in HTML in JSON', JSON.stringify(odd.replace(/[&<>"']/g, entity))],
      ['in SQL', odd.replaceAll("'", "''")],
      ['in CSV', odd.replaceAll('"', '""')],
      ['in CSV in JSON', JSON.stringify(odd.replaceAll('"', '""'))],
      ['in a shell', odd.replaceAll("'", `'\\''`)],
      ['as \\u{}', odd.replace(/[^a-z]/gu, (c) => `\\u{${c.codePointAt(0)?.toString(16)}}`)],
      ['in UTF-16', Buffer.from(odd, 'utf16le').toString('latin1')],
      ['in UTF-16 the other way round', Buffer.from(odd, 'utf16le').swap16().toString('latin1')],
      ['in base64 of UTF-16', Buffer.from(`x${odd}`, 'utf16le').toString('base64')],
      [
        'in quoted-printable',
        bytes(odd)
          .toString('latin1')
          .replace(/[^!-<>-~ ]/g, (c) => `=${c.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`),
      ],
      ['with its accents apart', odd.normalize('NFD')],
      ['as the name of a header', odd.toLowerCase()],
    ])('%s', (_how, written) => {
      for (const around of [(text: string) => `before ${text} after`, JSON.stringify]) {
        const masked = createRedactor([odd]).text(around(written))
        expect(masked.replace(mask, '').length).toBeLessThan('before  after'.length + 8)
        expect(masked).toContain(mask)
      }
    })
  })

  it('finds a long secret in base32, wherever it begins', () => {
    const encoded = { abc: 'MFRGG', sk: 'ONVV6MJSGM2DKNRXHA4TA' } // of “abc” and “sk_1234567890”
    expect(createRedactor(['sk_1234567890']).text(`a ${encoded.sk} b`)).toMatch(
      /^a .{0,22}\[REDACTED\].{0,3} b$/,
    )
    expect(createRedactor(['sk_1234567890']).text(`a ${encoded.abc} b`)).toBe(`a ${encoded.abc} b`)
  })

  it('masks nothing beside a secret that stands among escapes', () => {
    const { text } = createRedactor([secret])
    const body = JSON.stringify({ a: 'line\n"quoted"', b: secret, c: 'https://x/%20&amp;' })
    expect(JSON.parse(text(body))).toEqual({ a: 'line\n"quoted"', b: mask, c: 'https://x/%20&amp;' })
  })

  it('masks it in base64 of something longer, wherever it stands', () => {
    fc.assert(
      fc.property(secretText, anyText, anyText, (text, before, after) => {
        fc.pre(Buffer.byteLength(text) >= 6)
        const bytes = Buffer.from(before + text + after)
        for (const encoding of ['base64', 'base64url'] as const) {
          const masked = createRedactor([text]).text(bytes.toString(encoding))
          expect(masked).toContain(mask)
        }
      }),
    )
  })

  it('masks the pair of Basic authentication', () => {
    const pair = `user:${secret}`
    const header = `Basic ${Buffer.from(pair).toString('base64')}`
    expect(createRedactor(['user', secret, pair]).text(header)).toBe(`Basic ${mask}`)
  })

  it('masks the longer of two secrets when one is the beginning of the other', () => {
    const { text } = createRedactor([secret.slice(0, 10), secret])
    expect(text(`[${secret}] [${secret.slice(0, 10)}]`)).toBe(`[${mask}] [${mask}]`)
  })

  it('joins occurrences that overlap', () => {
    expect(createRedactor(['abcab', 'cabde']).text('xabcabdey')).toBe(`x${mask}y`)
    expect(createRedactor(['aaaa']).text(`b${'a'.repeat(9)}b`)).toBe(`b${mask}b`)
  })

  it('takes secrets literally and ignores those under four characters', () => {
    const { text } = createRedactor(['a.*c', '', 'abc'])
    expect(text('abc axxc a.*c')).toBe(`abc axxc ${mask}`)
    expect(createRedactor(['abc', '']).text('abc')).toBe('abc')
  })

  it('leaves whatever holds no secret untouched, byte for byte', () => {
    fc.assert(
      fc.property(anyText, fc.uint8Array({ maxLength: 300 }), fc.jsonValue(), (text, bytes, value) => {
        expect(redactor.text(text)).toBe(text)
        expect(redactor.bytes(bytes)).toBe(bytes)
        expect(redactor.json(value)).toBe(value)
      }),
    )
  })

  it('keeps JSON valid, and keeps no form of the secret, wherever it was', () => {
    const parts = fc.oneof(
      secretText,
      fc.integer({ min: 1_000 }).map(String),
      fc.jsonValue().map((v) => JSON.stringify(v)),
    )
    fc.assert(
      fc.property(parts, fc.jsonValue(), fc.nat(3), (text, value, indent) => {
        fc.pre(text.length >= 4)
        const given = JSON.stringify({ value, text, [text]: [text], n: Number(text) || 0 }, null, indent)
        const masked = createRedactor([text]).text(given)
        expect(() => JSON.parse(masked)).not.toThrow()
        expect(masked.replaceAll(mask, '\n')).not.toContain(text)
      }),
      { numRuns: 500 },
    )
  })

  it('masks a number, in a value and in JSON, and an escape that a secret would cut in two', () => {
    const { json, text } = createRedactor(['9007199254740993', 'nabcd'])
    expect(text('{"a": 9007199254740993, "b": 12}')).toBe(`{"a": "${mask}", "b": 12}`)
    expect(json({ a: Number('9007199254740993'), b: 12 })).toEqual({ a: mask, b: 12 })
    expect(text(String.raw`{"a":"\nabcd"}`)).toBe(`{"a":"${mask}"}`)
  })

  it('masks strings and keys at every depth of a value', () => {
    const value = { [secret]: 1, list: [{ deep: `Bearer ${secret}` }, null, true] }
    expect(redactor.json(value)).toEqual({ [mask]: 1, list: [{ deep: `Bearer ${mask}` }, null, true] })
  })

  it('masks bytes that are no text', () => {
    const noise = Buffer.from([0, 255, 254, 128])
    const odd = `wörd-${secret}`
    const masked = createRedactor([odd]).bytes(Buffer.concat([noise, Buffer.from(odd), noise]))
    expect(Buffer.from(masked)).toEqual(Buffer.concat([noise, Buffer.from(mask), noise]))
  })

  it('masks 10 MiB with 20 secrets, also when the text is made to be hard', () => {
    const secrets = Array.from({ length: 20 }, () => randomBytes(30).toString('base64url'))
    const plain = randomBytes(7.5 * 1024 * 1024).toString('base64')
    const hard = 'a'.repeat(10 * 1024 * 1024)
    for (const [list, body] of [
      [secrets, plain],
      [[`${'a'.repeat(8_000)}b`, ...secrets], hard],
    ] as const) {
      const { text } = createRedactor([...list])
      expect(text(body)).toBe(body)
    }
  })
})

describe('witnessesOf', () => {
  const token = fc.oneof(
    secretText,
    fc.string({ unit: 'grapheme-ascii', minLength: 4, maxLength: 60 }),
    fc.base64String({ minLength: 8, maxLength: 60 }),
    fc.stringMatching(/^[A-Za-z0-9 !-$'-/:-@_~]{5,40}$/),
  )

  it('names a piece of every form, so that a text without them has no secret', () => {
    fc.assert(
      fc.property(token, anyText, (text, around) => {
        const witnesses = witnessesOf(text, foldedWidth)
        if (!witnesses) return
        const isPossible = createFoldedSearch(witnesses)
        for (const form of [...derivedForms(text), ...looseForms(text)]) {
          expect(isPossible(`${around} ${form} ${around}`)).toBe(true)
        }
      }),
      { numRuns: 2_000 },
    )
  })

  it('has none for what is written anew or too short, which is searched for at once', () => {
    expect(witnessesOf('1234567.50', foldedWidth)).toBeNull()
    expect(witnessesOf('a-b-c-d-e-f', foldedWidth)).toBeNull()
    expect(witnessesOf(secret, foldedWidth)).not.toBeNull()
  })

  it('lets the search pass over texts without a witness', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z0-9]{5}$/)), anyText, (wanted, text) => {
        const isThere = wanted.some((one) => foldText(text).includes(one))
        expect(createFoldedSearch(wanted)(text)).toBe(isThere)
      }),
    )
  })
})
