import { createHash, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto'

/** A master key. `fingerprintKey` is derived from it, so that no key serves two purposes. */
export type MasterKey = { id: string; wrappingKey: KeyObject; fingerprintKey: KeyObject }

/** All keys can open; only the primary seals. */
export type KeyRing = { primary: MasterKey; keys: ReadonlyMap<string, MasterKey> }

export type KeyRingProblem =
  | 'missing'
  | 'malformed_entry'
  | 'malformed_id'
  | 'not_base64'
  | 'wrong_length'
  | 'placeholder'
  | 'duplicate_id'
  | 'duplicate_key'

const explanations = {
  missing: 'is missing. Make a key with: openssl rand -base64 32',
  malformed_entry: 'needs entries of the form id:base64, separated by commas',
  malformed_id: 'has a key id that is not 1 to 32 letters, digits, "-" or "_"',
  not_base64: 'has a key that is not base64',
  wrong_length: 'has a key that is not 32 bytes long',
  placeholder: 'has a key that looks like a placeholder. Make one with: openssl rand -base64 32',
  duplicate_id: 'has the same key id twice',
  duplicate_key: 'has the same key under two ids',
} satisfies Record<KeyRingProblem, string>

/** A key ring that cannot be used. Names the entry by its place, and never quotes it. */
export class KeyRingError extends Error {
  override readonly name = 'KeyRingError'

  constructor(
    readonly problem: KeyRingProblem,
    /** From 1; null when the ring as a whole is meant. */
    readonly entry: number | null,
    source: string,
  ) {
    super(`${source} ${explanations[problem]}${entry === null ? '' : ` (entry ${entry})`}`)
  }
}

const keyBytes = 32

/**
 * Parses `id:base64(32 bytes)`, comma-separated, the first being primary.
 * @param source where the text is from, for the operator: a variable or a file
 * @throws KeyRingError
 */
export function parseKeyRing(text: string | null | undefined, source = 'ENCRYPTION_KEYS'): KeyRing {
  const refuse = (problem: KeyRingProblem, entry: number | null) => new KeyRingError(problem, entry, source)
  if (!text?.trim()) throw refuse('missing', null)
  const keys = new Map<string, MasterKey>()
  const digests = new Set<string>()
  text.split(',').forEach((entry, index) => {
    const { id, bytes } = parseEntry(entry.trim(), (problem) => refuse(problem, index + 1))
    const digest = createHash('sha256').update(bytes).digest('hex')
    if (keys.has(id)) throw refuse('duplicate_id', index + 1)
    if (digests.has(digest)) throw refuse('duplicate_key', index + 1)
    digests.add(digest)
    keys.set(id, { id, wrappingKey: derive(bytes, 'wrap'), fingerprintKey: derive(bytes, 'fingerprint') })
  })
  const [primary] = keys.values()
  if (!primary) throw refuse('missing', null)
  return { primary, keys }
}

function parseEntry(
  entry: string,
  refuse: (problem: KeyRingProblem) => KeyRingError,
): { id: string; bytes: Buffer } {
  const [id, encoded, ...rest] = entry.split(':')
  if (!id || !encoded || rest.length > 0) throw refuse('malformed_entry')
  if (!/^[A-Za-z0-9_-]{1,32}$/.test(id)) throw refuse('malformed_id')
  const bytes = Buffer.from(encoded, 'base64')
  // Buffer.from skips what it doesn't know, so compare with what it should have been.
  const canonical = encoded.replace(/-/g, '+').replace(/_/g, '/').replace(/=+$/, '')
  if (bytes.toString('base64').replace(/=+$/, '') !== canonical) throw refuse('not_base64')
  if (bytes.length !== keyBytes) throw refuse('wrong_length')
  if (isPlaceholder(bytes)) throw refuse('placeholder')
  return { id, bytes }
}

/**
 * Random bytes never look like this in practice (all 32 printable: once in 10^13 keys): such
 * a key was typed, repeated or counted up.
 */
function isPlaceholder(bytes: Buffer): boolean {
  const distinct = new Set(bytes).size
  const printable = bytes.every((byte) => byte >= 0x20 && byte < 0x7f)
  const counted = bytes.every((byte, index) => index === 0 || byte - (bytes[index - 1] ?? 0) === 1)
  return distinct < 16 || printable || counted
}

function derive(master: Buffer, purpose: 'wrap' | 'fingerprint'): KeyObject {
  const bytes = hkdfSync('sha256', master, Buffer.alloc(0), `sluice vault ${purpose}`, keyBytes)
  return createSecretKey(Buffer.from(bytes))
}
