import { readFileSync } from 'node:fs'
import { type KeyRing, parseKeyRing } from '@/lib/vault/key-ring'

/**
 * The key ring in a file, read again at each call, because `keys rotate` and `keys retire` change it
 * beside running servers.
 * @returns a function that throws KeyRingError, or the file system's error
 */
export function keyFileReader(path: string): () => KeyRing {
  let known: { text: string; ring: KeyRing } | null = null
  return () => {
    const text = readFileSync(path, 'utf8')
    if (text !== known?.text) known = { text, ring: parseKeyRing(text.trim(), path) }
    return known.ring
  }
}
