import { overheadBytes } from './aes-gcm'

/**
 * How many bytes a sealed secret has, without opening it: the cipher adds a nonce and a tag and no padding.
 * @returns 0 for what is no sealed secret
 */
export function sealedLength(sealed: string): number {
  const data = sealed.slice(sealed.lastIndexOf('.') + 1)
  return Math.max(0, Buffer.byteLength(data, 'base64url') - overheadBytes)
}
