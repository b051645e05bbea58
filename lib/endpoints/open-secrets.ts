import type { StoredHeader } from '@/db/schema'
import type { Credential, HeaderField } from '@/lib/http/types'
import { type Binding } from '@/lib/vault/encode-binding'
import { type Vault, VaultError } from '@/lib/vault/create-vault'
import type { AuthenticationType } from './schema'
import { headerField } from './secret-fields'

export type SealedEndpoint = {
  id: string
  defaultHeaders: StoredHeader[]
  authenticationType: AuthenticationType
  authenticationHeaderName: string | null
  /** Sealed texts by field. */
  sealed: Record<string, string>
}

export type OpenedSecrets = {
  defaultHeaders: HeaderField[]
  /** In lower case. */
  secretHeaderNames: string[]
  credential: Credential
  /** Every text that must never be stored or shown, for masking. */
  secrets: string[]
}

/**
 * Opens what an endpoint needs to be called. A missing secret is as bad as one that doesn't open.
 * @throws VaultError
 */
export function openSecrets(vault: Vault, orgId: string, endpoint: SealedEndpoint): OpenedSecrets {
  const open = (field: string): string => {
    const sealed = endpoint.sealed[field]
    if (sealed === undefined) throw new VaultError()
    const binding: Binding = { orgId, endpointId: endpoint.id, field }
    return vault.open(sealed, binding)
  }
  const headers = endpoint.defaultHeaders.map((header) => ({
    name: header.name,
    secret: header.secret,
    value: header.secret ? open(headerField(header.name)) : header.value,
  }))
  const secretHeaders = headers.filter((header) => header.secret)
  const credential = openCredential(endpoint, open)
  return {
    defaultHeaders: headers.map(({ name, value }) => ({ name, value })),
    secretHeaderNames: secretHeaders.map((header) => header.name.toLowerCase()),
    credential,
    secrets: [...secretHeaders.map((header) => header.value), ...secretsOf(credential)],
  }
}

function openCredential(endpoint: SealedEndpoint, open: (field: string) => string): Credential {
  switch (endpoint.authenticationType) {
    case 'none':
      return { type: 'none' }
    case 'bearer':
      return { type: 'bearer', token: open('token') }
    case 'apiKey':
      return {
        type: 'apiKey',
        headerName: endpoint.authenticationHeaderName ?? 'Authorization',
        key: open('key'),
      }
    case 'basic':
      return { type: 'basic', username: open('username'), password: open('password') }
  }
}

/** The pair too: Basic sends it as one text, encoded. */
export function secretsOf(credential: Credential): string[] {
  switch (credential.type) {
    case 'none':
      return []
    case 'bearer':
      return [credential.token]
    case 'apiKey':
      return [credential.key]
    case 'basic':
      return [credential.username, credential.password, `${credential.username}:${credential.password}`]
  }
}
