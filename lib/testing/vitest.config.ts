import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url))

const exclude = ['**/node_modules/**', '.next/**', '.test/**', 'e2e/**']

export default defineConfig({
  root: path('../..'),
  plugins: [react()],
  resolve: {
    tsconfigPaths: true,
    // Outside of Next the package throws wherever it is imported.
    alias: { 'server-only': path('../../node_modules/server-only/empty.js') },
  },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          include: ['**/*.test.ts'],
          exclude,
          environment: 'node',
          // A line a request would bury the results.
          env: { LOG_LEVEL: process.env.LOG_LEVEL ?? 'warn' },
          // For slow machines; a test that waits for an event waits no longer than it takes.
          testTimeout: 60_000,
          hookTimeout: 60_000,
          globalSetup: path('./start-database.ts'),
          // It imports `next/server` and the like, which Node alone doesn't find without their extension.
          server: { deps: { inline: ['next-auth'] } },
        },
      },
      {
        extends: true,
        test: { name: 'dom', include: ['**/*.test.tsx'], exclude, environment: 'happy-dom' },
      },
    ],
  },
})
