import type { NextConfig } from 'next'

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  serverExternalPackages: ['undici', 'pg', 'pino', '@node-rs/argon2'],
}

export default config
