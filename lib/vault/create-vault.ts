import { createHmac, createSecretKey, randomBytes } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import { decrypt, encrypt } from './aes-gcm'
import { type Binding, encodeBinding } from './encode-binding'
import type { KeyRing, MasterKey } from './key-ring'

/** A secret that doesn't open. Has one code and no detail: whoever moved or changed it learns nothing. */
export class VaultError extends Error {
  override readonly name = 'VaultError'
  readonly code = 'secret_unavailable'

  constructor() {
    super('The secret can’t be opened.')
  }

  /** One of any copy of this module: Next loads several, and a vault of one may be used by another. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && value.name === 'VaultError'
  }
}

export type Vault = {
  /** Encrypts under a fresh data key. The same text sealed twice never looks the same. */
  seal: (plaintext: string, binding: Binding) => string
  /** @throws VaultError for everything that is not exactly what `seal` made for this binding */
  open: (sealed: string, binding: Binding) => string
  /**
   * The same secret under the primary key, for rotation. Sealed anew as a whole, because the key id is
   * bound to both layers; with its fingerprint, which depends on the primary key too.
   * @throws VaultError
   */
  rewrap: (sealed: string, binding: Binding) => { sealed: string; fingerprint: string }
  /** Six hex digits that are equal for equal secrets of one organization, and useless without the key. */
  fingerprint: (plaintext: string, orgId: string) => string
  /**
   * The master key that a sealed secret needs.
   * @throws VaultError for what is not in the format
   */
  keyIdOf: (sealed: string) => string
  /** The ids of the keys that can open now, the one that seals first. */
  keyIds: () => string[]
}

const version = 'v1'
const dataKeyBytes = 32
const part = '([A-Za-z0-9_-]+)'
const format = new RegExp(`^${version}\\.${part}\\.${part}\\.${part}$`)

type Envelope = { keyId: string; wrappedKey: Buffer; data: Buffer; bound?: Bound }

/** The additional data of both layers, for the binding that an envelope is nearly always opened with. */
type Bound = { binding: Binding; key: Buffer; data: Buffer }

/**
 * Seals secrets in envelopes: `v1.<key id>.<wrapped data key>.<encrypted secret>`, both in base64url.
 * Each layer is bound to format version, organization, endpoint, field and key id.
 * @param reload the ring as it is now, when it may change while the process runs. It is asked before each
 *   sealing, so that nothing is sealed with a key that is about to be retired, and for a key id that is
 *   new to us, so that what another process sealed with a new key opens here.
 */
export function createVault(initial: KeyRing, reload?: () => KeyRing): Vault {
  let ring = initial
  const refresh = () => {
    if (reload) ring = reload()
  }

  function masterKey(keyId: string): MasterKey {
    if (!ring.keys.has(keyId)) refresh()
    const key = ring.keys.get(keyId)
    if (!key) throw new VaultError()
    return key
  }

  function unwrapKey({ keyId, wrappedKey }: Envelope, bound: Bound): Buffer {
    const dataKey = decrypt(masterKey(keyId).wrappingKey, wrappedKey, bound.key)
    if (dataKey.length !== dataKeyBytes) throw new VaultError()
    return dataKey
  }

  function seal(plaintext: string, binding: Binding): string {
    refresh()
    const { primary } = ring
    const dataKey = randomBytes(dataKeyBytes)
    const data = encrypt(
      createSecretKey(dataKey),
      Buffer.from(plaintext, 'utf8'),
      encodeBinding('data', version, primary.id, binding),
    )
    const wrapped = encrypt(primary.wrappingKey, dataKey, encodeBinding('key', version, primary.id, binding))
    return serialize({ keyId: primary.id, wrappedKey: wrapped, data })
  }

  function open(sealed: string, binding: Binding): string {
    return failingAlike(() => {
      const envelope = envelopes.memo(sealed)
      const bound = boundTo(envelope, binding)
      const dataKey = unwrapKey(envelope, bound)
      return decrypt(dataKey, envelope.data, bound.data).toString('utf8')
    })
  }

  function fingerprint(plaintext: string, orgId: string): string {
    const mac = createHmac('sha256', ring.primary.fingerprintKey)
    return mac.update(`${orgId}\n${plaintext}`).digest('hex').slice(0, 6)
  }

  function rewrap(sealed: string, binding: Binding): { sealed: string; fingerprint: string } {
    const plaintext = open(sealed, binding)
    return { sealed: seal(plaintext, binding), fingerprint: fingerprint(plaintext, binding.orgId) }
  }

  return {
    seal,
    open,
    rewrap,
    fingerprint,
    keyIdOf: (sealed) => failingAlike(() => envelopes.memo(sealed).keyId),
    keyIds: () => {
      refresh()
      return [...ring.keys.keys()]
    },
  }
}

function boundTo(envelope: Envelope, binding: Binding): Bound {
  const { keyId, bound } = envelope
  if (bound && isSame(bound.binding, binding)) return bound
  return (envelope.bound = {
    binding,
    key: encodeBinding('key', version, keyId, binding),
    data: encodeBinding('data', version, keyId, binding),
  })
}

function isSame(a: Binding, b: Binding): boolean {
  return a.orgId === b.orgId && a.endpointId === b.endpointId && a.field === b.field
}

function serialize({ keyId, wrappedKey, data }: Envelope): string {
  return [version, keyId, wrappedKey.toString('base64url'), data.toString('base64url')].join('.')
}

/** Still sealed: what is remembered here is what the database has. */
const envelopes = new LRUCache<string, Envelope>({ max: 1_000, memoMethod: parse })

function parse(sealed: string): Envelope {
  const [, keyId, wrapped, encrypted] = format.exec(sealed) ?? []
  if (!keyId || !wrapped || !encrypted) throw new VaultError()
  const envelope = {
    keyId,
    wrappedKey: Buffer.from(wrapped, 'base64url'),
    data: Buffer.from(encrypted, 'base64url'),
  }
  // One secret has one text: without this the unused bits of a last character could be changed at will.
  if (serialize(envelope) !== sealed) throw new VaultError()
  return envelope
}

function failingAlike<T>(work: () => T): T {
  try {
    return work()
  } catch {
    throw new VaultError()
  }
}
