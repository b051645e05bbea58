import type { Api, ApiContext } from './api'

/** What may be done at an address, for `Allow`; nothing at one that is none. */
export function allowedMethods(api: Api, path: string): string[] {
  const methods = api.routes.flatMap((route) => (isAt(route.path, path) ? [route.method] : []))
  const known = [...new Set(methods.filter((method) => method !== 'ALL'))]
  if (known.length === 0) return []
  return [...known.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])), 'OPTIONS']
}

function isAt(pattern: string, path: string): boolean {
  return !pattern.includes('*') && new RegExp(`^${pattern.replace(/:\w+/g, '[^/]+')}$`).test(path)
}

/** Answers OPTIONS, which needs no token: the description says the same to everybody. */
export function optionsRoute(api: Api): void {
  api.options('*', (c: ApiContext) => {
    const methods = allowedMethods(api, c.req.path)
    return methods.length === 0 ? c.notFound() : c.body(null, 204, { allow: methods.join(', ') })
  })
}
