import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import pg from 'pg'
import { scriptArgs } from '@/lib/cli/script-args'
import { type CountingUpstream, startCountingUpstream } from './counting-upstream'

export type LabProcess = {
  child: ChildProcess
  /** Of the API; workers have none. */
  origin: string | null
  log: () => string
  /** Resolves with the exit code, or the signal. */
  exited: Promise<number | string | null>
}

export type LabAnswer = {
  flow: string
  kind: 'sync' | 'async'
  /** 0 when the connection broke. */
  status: number
  body: { id: string; status: string; [key: string]: unknown } | null
}

export type Lab = {
  upstream: CountingUpstream
  owner: pg.Pool
  flows: Record<string, string>
  token: string
  startWeb: (env?: Record<string, string>) => Promise<LabProcess>
  startWorker: (env?: Record<string, string>) => Promise<LabProcess>
  call: (
    web: LabProcess,
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ) => Promise<{ status: number; body: never }>
  run: (
    web: LabProcess,
    flow: string,
    kind: LabAnswer['kind'],
    input?: object,
    headers?: Record<string, string>,
  ) => Promise<LabAnswer>
  close: () => Promise<void>
}

/** `Date` of the process is so many milliseconds ahead. */
export function shiftedClock(ms: number): Record<string, string> {
  const source = `const R=Date;globalThis.Date=class extends R{constructor(...a){a.length?super(...a):super(R.now()+${ms})}static now(){return R.now()+${ms}}}`
  return { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(source)}` }
}

/**
 * Real processes on one database, an upstream that counts, and flows that call it.
 * @param databaseUrl an owner's, of an empty database
 */
export async function createLab(
  databaseUrl: string,
  authSecret = randomBytes(32).toString('base64'),
): Promise<Lab> {
  const upstream = await startCountingUpstream()
  const owner = new pg.Pool({ connectionString: databaseUrl, max: 4 })
  // Tests stop the database, also while a client of the pool is in use.
  owner.on('error', () => {}).on('connect', (client) => void client.on('error', () => {}))
  const children: ChildProcess[] = []
  const { PATH } = process.env
  const settings = {
    PATH: PATH ?? '',
    NODE_ENV: 'production',
    DATABASE_URL: databaseUrl,
    AUTH_SECRET: authSecret,
    ENCRYPTION_KEYS: `lab:${randomBytes(32).toString('base64')}`,
    EGRESS_ALLOW: `127.0.0.1:${upstream.port}`,
    DEMO: 'off',
    RATE_LIMITS: 'off',
    WORKERS: '0',
    LOG_LEVEL: 'warn',
  }

  async function start(args: string[], env: Record<string, string>, ready: string): Promise<LabProcess> {
    const child = spawn(process.execPath, args, {
      env: { ...settings, ...env } as unknown as NodeJS.ProcessEnv,
    })
    children.push(child)
    let log = ''
    const isReady = new Promise<void>((resolve, reject) => {
      const add = (chunk: Buffer) => {
        log += chunk
        if (log.includes(ready)) resolve()
      }
      child.stdout.on('data', add)
      child.stderr.on('data', add)
      child.once('exit', (code, signal) => reject(new Error(`exited with ${code ?? signal}: ${log}`)))
    })
    const exited = once(child, 'exit').then(
      ([code, signal]: (number | string | null)[]) => code ?? signal ?? null,
    )
    await isReady
    return { child, origin: env.PORT ? `http://127.0.0.1:${env.PORT}` : null, log: () => log, exited }
  }

  const startWeb = async (env: Record<string, string> = {}) =>
    start(
      ['--import', 'tsx', 'lib/runs/testing/serve-runs.ts'],
      { PORT: `${await freePort()}`, ...env },
      'ready',
    )

  const admin = async (...args: string[]): Promise<Record<string, never>> => {
    const child = spawn(process.execPath, ['lib/cli/bootstrap.mjs', 'admin', ...args, '--json'], {
      env: settings as unknown as NodeJS.ProcessEnv,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    return JSON.parse(await text(child.stdout)) as Record<string, never>
  }
  const password = randomBytes(12).toString('base64url')
  await admin(
    'user',
    'create',
    '--email',
    'lab@lab.test',
    '--org',
    'Lab',
    '--role',
    'admin',
    `--password=${password}`, // it may begin with a dash
  )
  const { token } = await admin('token', 'create', '--org', 'Lab', '--name', 'lab', '--role', 'admin')

  const call: Lab['call'] = async (web, method, path, body, headers = {}) => {
    const response = await fetch(`${web.origin}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${String(token)}`, 'content-type': 'application/json', ...headers },
      body: body === undefined ? null : JSON.stringify(body),
    })
    const answer = await response.text()
    return { status: response.status, body: (answer === '' ? null : JSON.parse(answer)) as never }
  }

  const web = await startWeb()
  const endpoint = (await call(web, 'POST', '/endpoints', {
    name: 'Upstream',
    baseUrl: `http://127.0.0.1:${upstream.port}`,
    responseTimeoutSeconds: 120,
  })) as { status: number; body: { id: string } }
  const flows: Record<string, string> = {}
  for (const [name, definition] of Object.entries(definitions(endpoint.body.id))) {
    const made = (await call(web, 'POST', '/flows', { name, definition })) as {
      status: number
      body: { id: string }
    }
    if (made.status !== 201) throw new Error(JSON.stringify(made.body))
    flows[name] = made.body.id
    const published = await call(web, 'POST', `/flows/${made.body.id}/publish`, {})
    if (published.status !== 200) throw new Error(JSON.stringify(published.body))
  }
  web.child.kill('SIGKILL')

  return {
    upstream,
    owner,
    flows,
    token: String(token),
    startWeb,
    startWorker: (env = {}) => start(scriptArgs('worker'), env, 'A worker is running'),
    call,
    async run(asked, flow, kind, input = {}, headers = {}) {
      try {
        const prefer: Record<string, string> = kind === 'async' ? { prefer: 'respond-async' } : {}
        const path = `/flows/${flows[flow]}/runs`
        const answer = await call(asked, 'POST', path, { input }, { ...prefer, ...headers })
        return { flow, kind, ...answer }
      } catch {
        return { flow, kind, status: 0, body: null }
      }
    },
    async close() {
      for (const child of children) {
        child.kill('SIGCONT')
        child.kill('SIGKILL')
      }
      upstream.close()
      await owner.end()
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

type Step = { id: string; type: string; data: Record<string, unknown> }

/** Flows by name. Each takes `ms`, which is how long the upstream takes to answer. */
function definitions(endpointId: string): Record<string, object> {
  const call = (key: string, method: string, more: object = {}, query: object[] = []): Step => ({
    id: key,
    type: 'apiCall',
    data: {
      endpointId,
      method,
      path: `/{{ run.id }}/${key}`,
      query: [{ name: 'ms', value: '{{ input.ms }}' }, ...query],
      ...more,
    },
  })
  const wait = (key: string, seconds: number): Step => ({ id: key, type: 'delay', data: { seconds } })
  const busy = (after: number) => [
    { name: 'busy', value: '1' },
    { name: 'after', value: `${after}` },
  ]
  const retrying = { retry: { attempts: 4, delaySeconds: 0.1 } }
  return {
    get: chain([call('g1', 'GET')]),
    post: chain([call('p1', 'POST')]),
    mixed: chain([call('g1', 'GET'), call('p1', 'POST'), call('g2', 'GET'), call('p2', 'POST')]),
    delayed: chain([call('p1', 'POST'), wait('w', 1), call('g1', 'GET'), call('p2', 'POST')]),
    retried: chain([
      call('g1', 'GET', retrying, busy(0)),
      call('p1', 'POST'),
      call('g2', 'GET', retrying, busy(3)),
    ]),
    waiting: chain([call('p1', 'POST'), wait('w', 600), call('p2', 'POST')]),
  }
}

function chain(steps: Step[]): object {
  const inputs = [{ name: 'ms', type: 'number', required: false, sample: 0 }]
  const nodes = [
    { id: 'start', type: 'start', data: { inputs } },
    ...steps,
    { id: 'end', type: 'end', data: { output: { ok: true } } },
  ].map((node) => ({
    ...node,
    position: { x: 0, y: 0 },
    data: { key: node.id, label: node.id, ...node.data },
  }))
  const edges = nodes.slice(1).map((node, index) => {
    const source = nodes[index]
    const sourceHandle = source?.type === 'apiCall' ? 'success' : 'next'
    return { id: `e${index}`, source: source?.id, sourceHandle, target: node.id }
  })
  return { nodes, edges }
}
