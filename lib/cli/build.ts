import { createHmac } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { withFileLock } from './file-lock'
import { hashSources } from './hash-sources.mjs'
import { withProgress } from './progress'
import { runToEnd } from './run-to-end'

const sources = [
  ...['app', 'components', 'db', 'lib', 'public', 'proxy.ts'],
  ...['next.config.ts', 'package-lock.json', 'package.json', 'postcss.config.mjs', 'tsconfig.json'],
]
/** What is not part of the built app; a change of it needs no new build. */
const left = /\.test\.tsx?$|\.md$|^lib\/(bench|cli|testing)\/|^db\/(migrate|seed)/

const stampPath = '.next/sluice-sources'
const lockPath = 'node_modules/.cache/sluice-build.lock'

/** Builds the app unless the last build was of the same sources. */
export async function buildWhenNeeded(authSecret: string | null): Promise<void> {
  const hash = hashSources(sources, (file) => !left.test(file))
  if (isBuilt(hash)) return
  mkdirSync('node_modules/.cache', { recursive: true })
  await withFileLock(lockPath, 15 * 60_000, async () => {
    if (isBuilt(hash)) return // by another start that we waited for
    rmSync(stampPath, { force: true })
    await withProgress('Building the app (takes about a minute the first time)', () => build(authSecret))
    writeFileSync(stampPath, hash)
  })
}

async function build(authSecret: string | null): Promise<void> {
  const env: NodeJS.ProcessEnv = { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' }
  if (authSecret) {
    // The names of server actions depend on it, and instances that build apart have to agree on them.
    const key = createHmac('sha256', authSecret).update('server actions').digest('base64')
    env.NEXT_SERVER_ACTIONS_ENCRYPTION_KEY = key
  }
  await runToEnd(process.execPath, ['node_modules/next/dist/bin/next', 'build'], { env })
}

function isBuilt(hash: string): boolean {
  return existsSync('.next/BUILD_ID') && existsSync(stampPath) && readFileSync(stampPath, 'utf8') === hash
}
