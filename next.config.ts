import type { NextConfig } from 'next'

/** The same on every answer; `proxy.ts` adds the content security policy, which carries a nonce. */
const securityHeaders = [
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

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // `npm test` checks the types. A start should not fail, or take longer, over those of a test file.
  typescript: { ignoreBuildErrors: true },
  devIndicators: false,
  // In development Next would print the arguments of actions, and with them passwords and tokens.
  logging: { serverFunctions: false },
  serverExternalPackages: ['undici', 'pg', 'pg-boss', 'pino', '@node-rs/argon2'],
  headers: async () => [{ source: '/:path*', headers: securityHeaders }],
}

export default config
