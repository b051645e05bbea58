import { baseUrlProblem, normalizeBaseUrl } from '@/lib/http/url-rules'
import type { Choice } from './endpoint-import'

/** A base URL that is longer than this holds what only one call is about. */
const maxSegments = 6
const version = /^v\d[\w.-]*$/i

/**
 * Where the base URL of a request may end. The first is proposed: after a version that the path begins
 * with, as in `/v1` or `/api/v2`, otherwise right after the host.
 */
export function baseUrlChoices(url: URL): Choice<string>[] {
  const segments = url.pathname.split('/').filter((segment) => segment !== '')
  const proposed = segments.slice(0, 2).findIndex((segment) => version.test(segment)) + 1
  const lengths = segments.slice(0, maxSegments).map((_, index) => index + 1)
  return [...new Set([proposed, 0, ...lengths])]
    .map((length) => ({
      text: [url.origin, ...segments.slice(0, length)].join('/'),
      path: segments.slice(length).join('/'),
    }))
    .filter(({ text }) => baseUrlProblem(text) === null)
    .map(({ text, path }) => {
      const value = normalizeBaseUrl(text)
      const description =
        path === '' ? 'The whole address.' : `“/${path}” remains for the path of an API Call.`
      return { value, label: value, description }
    })
}
