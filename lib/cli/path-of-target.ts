/**
 * The path and query that a request asks for. Its target may be a whole address (RFC 9112 section 3.2.2), which
 * Next answers by sending its caller to that address again, for ever.
 * @returns null for a target without a path, which is that of `OPTIONS *`
 */
export function pathOfTarget(target: string): string | null {
  if (target.startsWith('/')) return target
  const [, path] = /^https?:\/\/[^/?#]*(.*)$/i.exec(target) ?? []
  if (path === undefined) return null
  return path.startsWith('/') ? path : `/${path}`
}

/** Whether the percent signs of a path stand for text (RFC 3986 section 2.1). Next fails over one that doesn't. */
export function isDecodable(path: string): boolean {
  if (!path.includes('%')) return true
  const [pathname = ''] = path.split('?')
  try {
    decodeURIComponent(pathname)
    return true
  } catch {
    return false
  }
}
