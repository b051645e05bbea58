import { randomBytes, randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createVault, VaultError } from './create-vault'
import { parseKeyRing } from './key-ring'
import { opens } from './opens'

const newKey = (id: string) => `${id}:${randomBytes(32).toString('base64')}`
const oldKey = newKey('k1')
const vault = createVault(parseKeyRing(oldKey))
const binding = { orgId: randomUUID(), endpointId: randomUUID(), field: 'token' }
const secret = randomBytes(24).toString('base64url')

/** What opening comes to when it fails: always the same, and nothing of the reason. */
function failureOf(work: () => unknown): unknown {
  try {
    work()
  } catch (error) {
    if (error instanceof VaultError) return { code: error.code, message: error.message, cause: error.cause }
    return error
  }
  return 'opened'
}
const closed = { code: 'secret_unavailable', message: 'The secret can’t be opened.', cause: undefined }

describe('createVault', () => {
  it('opens what it sealed, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        fc.pre(text.isWellFormed())
        expect(vault.open(vault.seal(text, binding), binding)).toBe(text)
      }),
    )
  })

  it('carries format version and key id in front, and nothing of the secret', () => {
    const sealed = vault.seal(secret, binding)
    expect(sealed).toMatch(/^v1\.k1\.[\w-]+\.[\w-]+$/)
    expect(sealed).not.toContain(secret)
    expect(vault.keyIdOf(sealed)).toBe('k1')
  })

  it('never makes the same envelope, data key or nonce twice', () => {
    const parts = Array.from({ length: 500 }, () => vault.seal(secret, binding).split('.').slice(2))
    const nonces = parts.flat().map((part) => part.slice(0, 16))
    expect(new Set(nonces).size).toBe(1_000)
  })

  it('refuses an envelope with any one bit flipped', () => {
    const sealed = vault.seal(secret, binding)
    const [version, keyId, ...encoded] = sealed.split('.')
    encoded.forEach((text, index) => {
      const bytes = Buffer.from(text, 'base64url')
      for (let bit = 0; bit < bytes.length * 8; bit++) {
        const changed = Buffer.from(bytes)
        changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
        const parts = encoded.with(index, changed.toString('base64url'))
        expect(() => vault.open([version, keyId, ...parts].join('.'), binding)).toThrow(VaultError)
      }
    })
  })

  it('refuses an envelope with any one character changed, dropped or added', () => {
    const sealed = vault.seal(secret, binding)
    for (let place = 0; place < sealed.length; place++) {
      const other = sealed[place] === 'A' ? 'B' : 'A'
      expect(
        failureOf(() => vault.open(sealed.slice(0, place) + other + sealed.slice(place + 1), binding)),
      ).toEqual(closed)
      expect(failureOf(() => vault.open(sealed.slice(0, place) + sealed.slice(place + 1), binding))).toEqual(
        closed,
      )
      expect(
        failureOf(() => vault.open(`${sealed.slice(0, place)}A${sealed.slice(place)}`, binding)),
      ).toEqual(closed)
    }
  })

  it('refuses tags cut to the lengths that GCM also knows', () => {
    const [version, keyId, wrapped = '', data = ''] = vault.seal(secret, binding).split('.')
    const cut = (text: string, bytes: number) =>
      Buffer.from(text, 'base64url').subarray(0, -bytes).toString('base64url')
    for (const bytes of [1, 2, 3, 4, 8, 12]) {
      expect(
        failureOf(() => vault.open([version, keyId, wrapped, cut(data, bytes)].join('.'), binding)),
      ).toEqual(closed)
      expect(
        failureOf(() => vault.open([version, keyId, cut(wrapped, bytes), data].join('.'), binding)),
      ).toEqual(closed)
    }
  })

  it.each([
    ['organization', { orgId: randomUUID() }],
    ['endpoint', { endpointId: randomUUID() }],
    ['field', { field: 'key' }],
  ])('refuses an envelope that was moved to another %s', (_what, moved) => {
    expect(failureOf(() => vault.open(vault.seal(secret, binding), { ...binding, ...moved }))).toEqual(closed)
  })

  it('refuses bindings whose parts only look alike when they are joined', () => {
    const sealed = vault.seal(secret, { orgId: 'ab', endpointId: 'c', field: 'd' })
    expect(vault.open(sealed, { orgId: 'ab', endpointId: 'c', field: 'd' })).toBe(secret)
    expect(failureOf(() => vault.open(sealed, { orgId: 'a', endpointId: 'bc', field: 'd' }))).toEqual(closed)
    expect(failureOf(() => vault.open(sealed, { orgId: 'ab', endpointId: 'cd', field: '' }))).toEqual(closed)
  })

  it('refuses parts of two envelopes put together', () => {
    const [version, keyId, wrapped] = vault.seal(secret, binding).split('.')
    const data = vault.seal(secret, binding).split('.')[3]
    expect(failureOf(() => vault.open([version, keyId, wrapped, data].join('.'), binding))).toEqual(closed)
  })

  it('refuses an envelope under the id of another key, and under an unknown one', () => {
    const both = createVault(parseKeyRing(`${oldKey},${newKey('k2')}`))
    const sealed = both.seal(secret, binding)
    expect(failureOf(() => both.open(sealed.replace('v1.k1.', 'v1.k2.'), binding))).toEqual(closed)
    expect(failureOf(() => both.open(sealed.replace('v1.k1.', 'v1.k9.'), binding))).toEqual(closed)
    expect(failureOf(() => both.open(sealed.replace('v1.', 'v2.'), binding))).toEqual(closed)
  })

  it('seals with the primary key and opens with every key of the ring', () => {
    const sealed = vault.seal(secret, binding)
    const rotated = createVault(parseKeyRing(`${newKey('k2')},${oldKey}`))
    expect(rotated.open(sealed, binding)).toBe(secret)
    const { sealed: again, fingerprint } = rotated.rewrap(sealed, binding)
    expect(fingerprint).toBe(rotated.fingerprint(secret, binding.orgId))
    expect(fingerprint).not.toBe(vault.fingerprint(secret, binding.orgId))
    expect(rotated.keyIdOf(again)).toBe('k2')
    expect(rotated.open(again, binding)).toBe(secret)
    expect(failureOf(() => vault.open(again, binding))).toEqual(closed)
    expect(failureOf(() => rotated.rewrap(sealed, { ...binding, field: 'key' }))).toEqual(closed)
  })

  it('opens what another process sealed with a key that was added since', () => {
    const added = newKey('k2')
    let text = oldKey
    const reloading = createVault(parseKeyRing(text), () => parseKeyRing(text))
    const sealed = createVault(parseKeyRing(`${added},${oldKey}`)).seal(secret, binding)
    expect(opens(reloading, sealed, binding)).toBe(false)
    text = `${added},${oldKey}`
    expect(reloading.open(sealed, binding)).toBe(secret)
    expect(reloading.keyIds()).toEqual(['k2', 'k1'])
  })

  it('seals with the key that is primary now, and not at all when that can’t be known', () => {
    const added = newKey('k2')
    let text = oldKey
    const reloading = createVault(parseKeyRing(text), () => parseKeyRing(text))
    text = `${added},${oldKey}`
    const sealed = reloading.seal(secret, binding)
    expect(reloading.keyIdOf(sealed)).toBe('k2')
    expect(reloading.fingerprint(secret, binding.orgId)).toBe(
      createVault(parseKeyRing(added)).fingerprint(secret, binding.orgId),
    )
    text = ''
    expect(() => reloading.seal(secret, binding)).toThrow('is missing')
    expect(reloading.open(sealed, binding)).toBe(secret)
  })

  it('tells whether a secret opens', () => {
    const sealed = vault.seal(secret, binding)
    expect(opens(vault, sealed, binding)).toBe(true)
    expect(opens(vault, sealed, { ...binding, field: 'key' })).toBe(false)
    expect(opens(vault, 'plain text', binding)).toBe(false)
  })

  it('gives equal secrets of one organization equal fingerprints, and no others', () => {
    const fingerprint = vault.fingerprint(secret, binding.orgId)
    expect(fingerprint).toMatch(/^[0-9a-f]{6}$/)
    expect(vault.fingerprint(secret, binding.orgId)).toBe(fingerprint)
    const others = [
      vault.fingerprint(`${secret}x`, binding.orgId),
      vault.fingerprint(secret, randomUUID()),
      createVault(parseKeyRing(newKey('k1'))).fingerprint(secret, binding.orgId),
    ]
    expect(others).not.toContain(fingerprint)
  })

  it.each(['', 'v1', 'v1.k1', 'v1.k1..', 'v1.k1.AAAA.AAAA', 'plain text', 'v1.k1.AAAA.AAAA.AAAA'])(
    'refuses %j, which is not in the format',
    (text) => expect(failureOf(() => vault.open(text, binding))).toEqual(closed),
  )
})
