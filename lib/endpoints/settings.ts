import type { endpoints, StoredHeader } from '@/db/schema'
import { isSecretHeaderName } from '@/lib/http/header-rules'
import type { CreateEndpointInput, UpdateEndpointInput } from './schema'

/** What people set of an endpoint, as it is stored; without secrets. */
export type EndpointSettings = Pick<
  typeof endpoints.$inferSelect,
  | 'name'
  | 'description'
  | 'baseUrl'
  | 'defaultHeaders'
  | 'authenticationType'
  | 'authenticationHeaderName'
  | 'connectTimeoutMs'
  | 'responseTimeoutMs'
  | 'allowInsecure'
  | 'redirects'
>

export function newSettings(input: CreateEndpointInput): EndpointSettings {
  const { name, description, baseUrl, allowInsecure, redirects, authentication } = input
  return {
    name,
    description,
    baseUrl,
    allowInsecure,
    redirects,
    defaultHeaders: input.defaultHeaders.map(storedHeader),
    authenticationType: authentication.type,
    authenticationHeaderName: authentication.type === 'apiKey' ? authentication.headerName : null,
    connectTimeoutMs: milliseconds(input.connectTimeoutSeconds),
    responseTimeoutMs: milliseconds(input.responseTimeoutSeconds),
  }
}

/** The settings as they will be: what the input doesn't name stays. */
export function changedSettings(current: EndpointSettings, input: UpdateEndpointInput): EndpointSettings {
  return {
    name: input.name ?? current.name,
    description: input.description ?? current.description,
    baseUrl: input.baseUrl ?? current.baseUrl,
    allowInsecure: input.allowInsecure ?? current.allowInsecure,
    redirects: input.redirects ?? current.redirects,
    defaultHeaders: input.defaultHeaders?.map(storedHeader) ?? current.defaultHeaders,
    ...changedAuthentication(current, input.authentication),
    connectTimeoutMs:
      input.connectTimeoutSeconds === undefined
        ? current.connectTimeoutMs
        : milliseconds(input.connectTimeoutSeconds),
    responseTimeoutMs:
      input.responseTimeoutSeconds === undefined
        ? current.responseTimeoutMs
        : milliseconds(input.responseTimeoutSeconds),
  }
}

/** The name of the header that carries the credential, in lower case, or null with `none`. */
export function credentialHeader(settings: EndpointSettings): string | null {
  if (settings.authenticationType === 'none') return null
  return (settings.authenticationHeaderName ?? 'Authorization').toLowerCase()
}

function changedAuthentication(current: EndpointSettings, input: UpdateEndpointInput['authentication']) {
  const { authenticationType, authenticationHeaderName } = current
  if (!input) return { authenticationType, authenticationHeaderName }
  if (input.type !== 'apiKey') return { authenticationType: input.type, authenticationHeaderName: null }
  return {
    authenticationType: input.type,
    authenticationHeaderName: input.headerName ?? authenticationHeaderName ?? 'Authorization',
  }
}

function storedHeader(header: { name: string; value?: string | null; secret: boolean }): StoredHeader {
  const { name, value } = header
  if (header.secret || isSecretHeaderName(name)) return { name, secret: true }
  return { name, secret: false, value: (value ?? '').trim() }
}

function milliseconds(seconds: number): number {
  return Math.round(seconds * 1000)
}
