import { baseUrlProblem, normalizeBaseUrl, parseUrl } from '@/lib/http/url-rules'

/** What a base URL could be instead of the text that was typed; both are offered as buttons. */
export type BaseUrlFixes = {
  /** The same address as a base URL. */
  url: string | null
  /** User and password that were part of it. */
  credentials: { username: string; password: string } | null
}

export function baseUrlFixes(text: string): BaseUrlFixes {
  const typed = text.trim()
  const problem = baseUrlProblem(typed)
  if (typed === '' || !problem) return { url: null, credentials: null }
  if (problem.suggestion) return { url: problem.suggestion, credentials: userInfo(typed) }
  const withScheme = `https://${typed}`
  const guessed =
    /^[a-z][a-z0-9+.-]*:\/\//i.test(typed) || !/^[^\s/]+\.[^\s/]+/.test(typed) ? null : withScheme
  if (!guessed) return { url: null, credentials: null }
  const url =
    baseUrlProblem(guessed)?.suggestion ?? (baseUrlProblem(guessed) ? null : normalizeBaseUrl(guessed))
  return { url, credentials: url ? userInfo(guessed) : null }
}

/** User and password that are part of a URL. */
export function userInfo(text: string): BaseUrlFixes['credentials'] {
  const url = parseUrl(text)
  if (!url || (url.username === '' && url.password === '')) return null
  return { username: decoded(url.username), password: decoded(url.password) }
}

/** Percent signs that encode nothing are meant as they stand. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
