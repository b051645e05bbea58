import { type AuthenticationType, credentialHeaderName } from '@/lib/endpoints/schema'
import { isSecretHeaderName } from '@/lib/http/header-rules'
import { baseUrlProblem, normalizeBaseUrl } from '@/lib/http/url-rules'
import type { EndpointValues } from './endpoint-values'

/** Stands for a value that is not shown; its length says nothing. */
export const masked = '••••'

/** The header that a kind of authentication sends, masked. */
export function credentialHeaderText(type: AuthenticationType, headerName: string): string | null {
  if (type === 'none') return null
  if (type === 'bearer') return `Authorization: Bearer ${masked}`
  if (type === 'basic') return `Authorization: Basic ${masked}`
  return `${headerName.trim() || 'Authorization'}: ${masked}`
}

/** The request that an API Call would send through this endpoint, line by line, secrets masked. */
export function requestPreviewLines(values: EndpointValues): string[] {
  const { authentication, baseUrl } = values
  const valid = baseUrl.trim() !== '' && !baseUrlProblem(baseUrl)
  const url = valid ? normalizeBaseUrl(baseUrl) : 'https://api.example.com'
  const taken = credentialHeaderName(authentication)
  const headers = values.defaultHeaders
    .filter(({ name }) => name.trim() !== '' && name.trim().toLowerCase() !== taken)
    .map(({ name, value, secret }) => {
      const isSecret = secret || value === null || isSecretHeaderName(name.trim())
      return `${name.trim()}: ${isSecret ? masked : value}`
    })
  const credential = credentialHeaderText(authentication.type, authentication.headerName)
  return [`GET ${url}/…`, ...headers, ...(credential ? [credential] : [])]
}
