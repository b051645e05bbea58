/**
 * The same on every answer, whoever sends it: `next.config.ts` for what Next answers, `lib/cli/front.ts`
 * for the API in front of it. The content security policy of a page carries a nonce; see `proxy.ts`.
 */
export const securityHeaders = [
  { key: 'Strict-Transport-Security', value: 'max-age=63072000; includeSubDomains' },
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'Referrer-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
  {
    key: 'Permissions-Policy',
    value: 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()',
  },
]

/** Of answers that are data: nothing in them may load or run anything. */
export const dataSecurityPolicy = "default-src 'none'; frame-ancestors 'none'"

/** Both, for answers that are data. */
export const dataSecurityHeaders = [
  ...securityHeaders,
  { key: 'Content-Security-Policy', value: dataSecurityPolicy },
]
