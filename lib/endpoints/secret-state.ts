import { createHash } from 'node:crypto'
import type { SecretState } from './schema'

/** All that leaves the database of a stored secret. */
export type SecretStamp = { field: string; fingerprint: string; setAt: string; setBy: string }

/**
 * The state of a secret that consists of `fields`: set when all of them are, and as old as the newest.
 * Several have one fingerprint together, made of theirs.
 */
export function secretState(
  stored: SecretStamp[],
  fields: readonly string[],
  withFingerprint: boolean,
): SecretState {
  const found = fields.flatMap((field) => stored.filter((stamp) => stamp.field === field))
  const [first, ...others] = found
  if (!first || found.length < fields.length) {
    return { isSet: false, fingerprint: null, setAt: null, setBy: null }
  }
  const newest = others.reduce((a, b) => (Date.parse(a.setAt) < Date.parse(b.setAt) ? b : a), first)
  return {
    isSet: true,
    fingerprint: withFingerprint ? joined(found.map((stamp) => stamp.fingerprint)) : null,
    setAt: new Date(newest.setAt).toISOString(),
    setBy: newest.setBy,
  }
}

function joined(fingerprints: string[]): string {
  const [only, ...others] = fingerprints
  if (only !== undefined && others.length === 0) return only
  return createHash('sha256').update(fingerprints.join(':')).digest('hex').slice(0, 6)
}
