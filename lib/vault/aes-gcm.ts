import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from 'node:crypto'

const algorithm = 'aes-256-gcm'
const nonceBytes = 12
const tagBytes = 16
/** By how much what is encrypted is longer than the text. */
export const overheadBytes = nonceBytes + tagBytes

/** Nonce, ciphertext and tag in one. The nonce is random: 96 bits, fresh for each call. */
export function encrypt(key: KeyObject, plaintext: Uint8Array, additionalData: Uint8Array): Buffer {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv(algorithm, key, nonce, { authTagLength: tagBytes })
  cipher.setAAD(additionalData)
  return Buffer.concat([nonce, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()])
}

/** @throws when anything of it was changed; the error says nothing that a caller may show */
export function decrypt(key: KeyObject | Buffer, sealed: Buffer, additionalData: Uint8Array): Buffer {
  if (sealed.length < overheadBytes) throw new Error('too short')
  const nonce = sealed.subarray(0, nonceBytes)
  const tag = sealed.subarray(sealed.length - tagBytes)
  // Without authTagLength Node accepts tags cut to 4 bytes, which can be guessed.
  const decipher = createDecipheriv(algorithm, key, nonce, { authTagLength: tagBytes })
  decipher.setAAD(additionalData)
  decipher.setAuthTag(tag)
  const plaintext = decipher.update(sealed.subarray(nonceBytes, -tagBytes))
  // Throws when the tag doesn't fit. A stream cipher has nothing left to give.
  decipher.final()
  return plaintext
}
