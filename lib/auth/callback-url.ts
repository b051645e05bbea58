/**
 * Where to go after signing in: a path of our own, whatever was asked for. Everything that would leave
 * the origin, or that a browser might read as another host, becomes `/`.
 */
export function ownPath(callbackUrl: string | null | undefined, appUrl: string): string {
  if (!callbackUrl || !URL.canParse(callbackUrl, appUrl)) return '/'
  const url = new URL(callbackUrl, appUrl)
  if (url.origin !== new URL(appUrl).origin || url.pathname.startsWith('//')) return '/'
  return `${url.pathname}${url.search}${url.hash}`
}
