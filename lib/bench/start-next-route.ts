import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { freePorts } from '@/lib/cli/free-ports'
import { runToEnd } from '@/lib/cli/run-to-end'
import { type RunningServer, startServer } from './start-server'

const directory = '.test/bench-next'
const next = 'node_modules/next/dist/bin/next'
const stampPath = join(directory, '.next', 'bench-sources')

/** The same as `plain-server.ts`, as a route handler of an app that has nothing else. */
const files = {
  'package.json': JSON.stringify({ private: true, type: 'module' }),
  'next.config.js': `export default {
  poweredByHeader: false,
  serverExternalPackages: ['undici'],
  turbopack: { root: ${JSON.stringify(process.cwd())} },
}
`,
  'app/order/route.js': `import { Agent, request } from 'undici'

export const dynamic = 'force-dynamic'

const dispatcher = new Agent()
const headers = { authorization: \`Bearer \${process.env.BENCH_TOKEN}\` }

export async function GET() {
  const { body } = await request(process.env.BENCH_URL, { dispatcher, headers })
  return Response.json(await body.json())
}
`,
}

/** Builds the app unless it was built before, and serves it as Next does. */
export async function startNextRoute(options: {
  core: number | null
  url: string
  token: string
}): Promise<RunningServer & { origin: string }> {
  await buildOnce()
  const [port] = await freePorts(1)
  const origin = `http://127.0.0.1:${port}`
  const server = await startServer({
    core: options.core,
    args: [next, 'start', directory, '--port', `${port}`, '--hostname', '127.0.0.1'],
    env: { ...environment, BENCH_URL: options.url, BENCH_TOKEN: options.token },
    ready: { url: `${origin}/order` },
    logPath: join(directory, 'server.log'),
  })
  return { ...server, origin }
}

const environment = { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' } as const

async function buildOnce(): Promise<void> {
  const version = readFileSync('node_modules/next/package.json', 'utf8')
  const hash = createHash('sha256')
    .update(JSON.stringify([files, version]))
    .digest('hex')
  if (existsSync(stampPath) && readFileSync(stampPath, 'utf8') === hash) return
  rmSync(directory, { recursive: true, force: true })
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, name)), { recursive: true })
    writeFileSync(join(directory, name), content)
  }
  await runToEnd(process.execPath, [next, 'build', directory], { env: { ...process.env, ...environment } })
  writeFileSync(stampPath, hash)
}
