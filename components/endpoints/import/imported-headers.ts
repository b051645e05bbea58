import { isManagedHeader, isSecretHeaderName } from '@/lib/http/header-rules'
import type { HeaderValues } from '../form/endpoint-values'

export type ImportedHeader = HeaderValues & { value: string; variables: string[] }

export type HeaderKind = 'default' | 'managed' | 'browser' | 'call' | 'body'

/** Only a browser sends them, about the page that it was showing. */
const ofBrowsers = /^(sec-.*|dnt|priority|upgrade-insecure-requests|x-client-data)$/
/** They are about one request. */
const ofCalls = new Set(['idempotency-key', 'if-match', 'if-none-match', 'if-modified-since', 'range'])
/** An API Call sets them with its body. */
const ofBodies = /^(application\/(json|x-www-form-urlencoded)|multipart\/form-data|text\/plain)\s*(;|$)/i

/** Where a header of a request belongs. */
export function headerKind({ name, value }: { name: string; value: string }): HeaderKind {
  const lower = name.toLowerCase()
  if (isManagedHeader(lower)) return 'managed'
  if (ofBrowsers.test(lower)) return 'browser'
  if (ofCalls.has(lower)) return 'call'
  return lower === 'content-type' && ofBodies.test(value) ? 'body' : 'default'
}

/** Whether a header of this name holds a key, like `X-API-Key` and `PRIVATE-TOKEN`. */
export function isKeyHeader(name: string): boolean {
  const lower = name.toLowerCase()
  if (/(csrf|xsrf)/.test(lower) || lower === 'cookie') return false
  return isSecretHeaderName(lower) || /(^|[-_])(api)?(key|token|secret|password|auth)$/.test(lower)
}
