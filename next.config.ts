import type { NextConfig } from 'next'
import { securityHeaders } from './lib/security-headers'

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // `npm test` checks the types. A start should not fail, or take longer, over those of a test file.
  typescript: { ignoreBuildErrors: true },
  devIndicators: false,
  // Each page is loaded when it is first asked for; loading all of them would hold up every start.
  experimental: { preloadEntriesOnStart: false },
  // In development Next would print the arguments of actions, and with them passwords and tokens.
  logging: { serverFunctions: false },
  serverExternalPackages: ['undici', 'pg', 'pg-boss', 'pino', '@node-rs/argon2'],
  // `proxy.ts` adds the content security policy, which carries a nonce.
  headers: async () => [{ source: '/:path*', headers: securityHeaders }],
}

export default config
