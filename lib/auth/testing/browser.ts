type CookieOptions = {
  maxAge?: number
  expires?: Date
  httpOnly?: boolean
  secure?: boolean
  sameSite?: unknown
}

export type KeptCookie = { name: string; value: string; attributes: string[] }

/** The cookies of one browser, and what `next/headers` says in a request of it. */
export type TestBrowser = ReturnType<typeof createBrowser>

export function createBrowser(own: Record<string, string>) {
  const jar = new Map<string, KeptCookie>()

  function keep(cookie: KeptCookie): void {
    const isGone = cookie.value === '' || cookie.attributes.includes('max-age=0')
    if (isGone) jar.delete(cookie.name)
    else jar.set(cookie.name, cookie)
  }

  return {
    jar,
    headers: () =>
      new Headers({
        ...own,
        cookie: [...jar.values()].map(({ name, value }) => `${name}=${value}`).join('; '),
      }),
    /** As an action sets one. */
    set(name: string, value: string, options: CookieOptions = {}) {
      const attributes = Object.entries(options).map(
        ([key, given]) => `${key.toLowerCase()}=${String(given)}`,
      )
      keep({ name, value, attributes })
    },
    /** As a response does. */
    receive(response: Response) {
      for (const line of response.headers.getSetCookie()) {
        const [pair = '', ...attributes] = line.split('; ')
        const [name = '', value = ''] = pair.split(/=(.*)/)
        keep({
          name,
          value: decodeURIComponent(value),
          attributes: attributes.map((text) => text.toLowerCase()),
        })
      }
    },
  }
}
