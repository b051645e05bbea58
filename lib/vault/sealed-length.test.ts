import { randomBytes, randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createVault } from './create-vault'
import { parseKeyRing } from './key-ring'
import { sealedLength } from './sealed-length'

const vault = createVault(parseKeyRing(`k1:${randomBytes(32).toString('base64')}`))
const binding = { orgId: randomUUID(), endpointId: randomUUID(), field: 'token' }

it('tells how long a secret is, in bytes, without opening it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 100 }), (text) => {
      expect(sealedLength(vault.seal(text, binding))).toBe(Buffer.byteLength(text))
    }),
  )
})

it.each(['', 'v1', 'v1.k1.AAAA.', 'v1.k1.AAAA.AAAA', 'nonsense'])('takes %j for empty', (text) => {
  expect(sealedLength(text)).toBe(0)
})
