import { createHmac, createSecretKey, randomBytes } from 'node:crypto'
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
}

export type Vault = {
  /** Encrypts under a fresh data key. The same text sealed twice never looks the same. */
  seal: (plaintext: string, binding: Binding) => string
  /** @throws VaultError for everything that is not exactly what `seal` made for this binding */
  open: (sealed: string, binding: Binding) => string
  /**
   * The same secret under the primary key, for rotation. Sealed anew as a whole, because the key id is
   * bound to both layers.
   * @throws VaultError
   */
  rewrap: (sealed: string, binding: Binding) => string
  /** Six hex digits that are equal for equal secrets of one organization, and useless without the key. */
  fingerprint: (plaintext: string, orgId: string) => string
  /**
   * The master key that a sealed secret needs.
   * @throws VaultError for what is not in the format
   */
  keyIdOf: (sealed: string) => string
}

const version = 'v1'
const dataKeyBytes = 32
const part = '([A-Za-z0-9_-]+)'
const format = new RegExp(`^${version}\\.${part}\\.${part}\\.${part}$`)

type Envelope = { keyId: string; wrappedKey: Buffer; data: Buffer }

/**
 * Seals secrets in envelopes: `v1.<key id>.<wrapped data key>.<encrypted secret>`, both in base64url.
 * Each layer is bound to format version, organization, endpoint, field and key id.
 */
export function createVault({ primary, keys }: KeyRing): Vault {
  function masterKey(keyId: string): MasterKey {
    const key = keys.get(keyId)
    if (!key) throw new VaultError()
    return key
  }

  function unwrapKey({ keyId, wrappedKey }: Envelope, binding: Binding): Buffer {
    const dataKey = decrypt(
      masterKey(keyId).wrappingKey,
      wrappedKey,
      encodeBinding('key', version, keyId, binding),
    )
    if (dataKey.length !== dataKeyBytes) throw new VaultError()
    return dataKey
  }

  function seal(plaintext: string, binding: Binding): string {
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
      const envelope = parse(sealed)
      const dataKey = createSecretKey(unwrapKey(envelope, binding))
      const aad = encodeBinding('data', version, envelope.keyId, binding)
      return decrypt(dataKey, envelope.data, aad).toString('utf8')
    })
  }

  return {
    seal,
    open,
    rewrap: (sealed, binding) => seal(open(sealed, binding), binding),
    fingerprint: (plaintext, orgId) =>
      createHmac('sha256', primary.fingerprintKey).update(`${orgId}\n${plaintext}`).digest('hex').slice(0, 6),
    keyIdOf: (sealed) => failingAlike(() => parse(sealed).keyId),
  }
}

function serialize({ keyId, wrappedKey, data }: Envelope): string {
  return [version, keyId, wrappedKey.toString('base64url'), data.toString('base64url')].join('.')
}

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
