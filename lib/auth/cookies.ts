/**
 * The session cookie for the address that people use. `__Host-` binds it to exactly this host over a
 * secure connection; browsers count localhost as one. Over plain http elsewhere they would drop such a
 * cookie silently, so there it has a plain name.
 */
export function sessionCookie(appUrl: string) {
  const secure = isSecureAddress(appUrl)
  return {
    name: secure ? '__Host-sluice-session' : 'sluice-session',
    options: { httpOnly: true, sameSite: 'lax', path: '/', secure },
  } as const
}

/** Between leaving for a single sign-on provider and coming back. */
const awaySeconds = 15 * 60

/** next-auth's cookies for that time, by the same rule. Each is sealed, and names what the answer has to match. */
export function signOnCookies(appUrl: string) {
  const { options } = sessionCookie(appUrl)
  const cookie = (name: string) => ({
    name: `${options.secure ? '__Host-' : ''}sluice-sign-on-${name}`,
    options: { ...options, maxAge: awaySeconds },
  })
  return {
    state: cookie('state'),
    nonce: cookie('nonce'),
    pkceCodeVerifier: cookie('verifier'),
    callbackUrl: cookie('target'),
  }
}

/** Whether browsers keep `Secure` cookies of this address. */
export function isSecureAddress(appUrl: string): boolean {
  const { protocol, hostname } = new URL(appUrl)
  return (
    protocol === 'https:' || /(^|\.)localhost$/.test(hostname) || /^(127(\.\d+){3}|\[::1\])$/.test(hostname)
  )
}
