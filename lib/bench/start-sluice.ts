import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { buildWhenNeeded } from '@/lib/cli/build'
import { clusterPaths, superuser } from '@/lib/cli/embedded-postgres/create-cluster'
import { portOfServer } from '@/lib/cli/embedded-postgres/postmaster'
import { freePorts } from '@/lib/cli/free-ports'
import { runToEnd } from '@/lib/cli/run-to-end'
import { scriptArgs } from '@/lib/cli/script-args'
import type { Run } from '@/lib/runs/schema'
import type { NewRun } from '@/lib/runs/store/run-write'
import type { FlowDraft } from './flows'
import type { LoadOrder } from './measure-load'
import { treeOf } from './process-tree'
import { type RunningServer, startServer } from './start-server'

/** The product as `npm start` runs it, on a data directory of its own, with one endpoint. */
export type Sluice = {
  origin: string
  /** The server without its Postgres, which may be among its children or have been there before it. */
  processes: () => { web: number[]; postgres: number[] }
  /** From its start on an empty data directory until it was ready; the app is built by then. */
  readyMs: number
  /** Stops the server and starts it again. @returns the same for this start */
  restart: () => Promise<number>
  /** Makes a flow and publishes it. @returns its id */
  publish: (flow: (endpointId: string) => FlowDraft) => Promise<string>
  /** The order to run a flow and wait for its end, but for how often. */
  runOrder: (flowId: string) => Omit<LoadOrder, 'concurrency' | 'warmUpMs' | 'measureMs'>
  /** Runs a flow once. @returns the run, and how it was stored first */
  runOnce: (flowId: string) => Promise<{ insert: NewRun; run: Run }>
  /** As the database's superuser. */
  databaseUrl: () => string
  /** As the same, over a connection of its own: several statements need one string. */
  query: <T extends object>(text: string, values?: unknown[]) => Promise<T[]>
  /** `npm run worker`, on the same processor. */
  startWorker: () => Promise<RunningServer>
  stop: () => Promise<void>
}

export type SluiceOptions = {
  core: number | null
  /** Where the endpoint leads, and the token that it shows there. */
  api: { origin: string; token: string }
  /** More of its settings. */
  settings?: Record<string, string>
}

const bootstrap = 'lib/cli/bootstrap.mjs'

export async function startSluice({ core, api, settings = {} }: SluiceOptions): Promise<Sluice> {
  await buildWhenNeeded(null)
  const dataDir = `.test/bench-${randomBytes(6).toString('hex')}`
  mkdirSync(dataDir, { recursive: true })
  const [port] = await freePorts(1)
  const origin = `http://127.0.0.1:${port}`
  const env = {
    ...unset,
    PORT: `${port}`,
    DATA_DIR: dataDir,
    DEMO: 'off',
    RATE_LIMITS: 'off',
    ADMIN_PASSWORD: randomBytes(12).toString('base64url'),
    EGRESS_ALLOW: new URL(api.origin).host,
    ...settings,
  }
  const start = (
    command: 'start' | 'worker',
    log: string,
    ready: Parameters<typeof startServer>[0]['ready'],
  ) => startServer({ core, args: scriptArgs(command), env, ready, logPath: join(dataDir, log) })

  let workers = 0
  const serve = () => start('start', 'start.log', { url: `${origin}/api/health/ready` })
  let server = await serve()
  const headers = {
    authorization: `Bearer ${await newToken(env)}`,
    'content-type': 'application/json',
  }
  const endpoint = await post(`${origin}/api/v1/endpoints`, headers, {
    name: 'Orders',
    baseUrl: api.origin,
    authentication: { type: 'bearer', token: api.token },
  })
  const { data, password } = clusterPaths(join(dataDir, 'postgres'))
  const databaseUrl = () => {
    const account = `${superuser}:${readFileSync(password, 'utf8')}`
    return `postgres://${account}@127.0.0.1:${portOfServer(data)}/sluice`
  }
  const query = async <T extends object>(text: string, values: unknown[] = []) => {
    const client = new pg.Client({ connectionString: databaseUrl() })
    await client.connect()
    try {
      return (await client.query<T>(text, values)).rows
    } finally {
      await client.end()
    }
  }

  const input = { orderId: 'ord_1001' }
  const runsPath = (flowId: string) => `/api/v1/flows/${flowId}/runs`

  return {
    origin,
    processes() {
      const postgres = treeOf(Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0]))
      return { web: treeOf(server.pid).filter((pid) => !postgres.includes(pid)), postgres }
    },
    readyMs: server.readyMs,
    async restart() {
      await server.stop()
      server = await serve()
      return server.readyMs
    },
    async publish(flow) {
      const { id } = await post(`${origin}/api/v1/flows`, headers, flow(endpoint.id))
      await post(`${origin}/api/v1/flows/${id}/publish`, headers, {})
      return id
    },
    runOrder: (flowId) => ({
      origin,
      path: runsPath(flowId),
      method: 'POST',
      headers,
      body: JSON.stringify({ input }),
      status: 200,
    }),
    async runOnce(flowId) {
      const run = await post<Run>(`${origin}${runsPath(flowId)}`, headers, { input })
      const [insert] = await query<NewRun>(storedFirst, [run.id])
      if (!insert) throw new Error(`The run ${run.id} was answered, and is not stored`)
      return { insert, run }
    },
    databaseUrl,
    query,
    startWorker: () => start('worker', `worker-${++workers}.log`, { line: 'A worker is running' }),
    async stop() {
      await server.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** What whoever runs the benchmarks may have set for a Sluice of theirs. */
const unset = Object.fromEntries(
  [
    ...['APP_URL', 'DATABASE_URL', 'AUTH_SECRET', 'ENCRYPTION_KEYS', 'ENCRYPTION_KEYS_FILE', 'ADMIN_EMAIL'],
    ...['EGRESS_DNS_SERVERS', 'EGRESS_HTTPS_ONLY', 'WORKERS', 'LOG_LEVEL', 'METRICS_TOKEN'],
  ].map((name) => [name, '']),
)

async function newToken(env: Record<string, string>): Promise<string> {
  const args = ['token', 'create', '--org', 'My organization', '--name', 'bench', '--role', 'admin', '--json']
  const output = await runToEnd(process.execPath, [bootstrap, 'admin', ...args], {
    env: { ...process.env, ...env },
  })
  return (JSON.parse(output) as { token: string }).token
}

const storedFirst = `
  select id, organization_id as "organizationId", flow_id as "flowId", flow_version_id as "flowVersionId",
    stage, input, background, idempotency_key as "idempotencyKey", idempotency_hash as "idempotencyHash",
    request_id as "requestId", started_by_type as "startedByType", started_by_id as "startedById",
    started_by_name as "startedByName", created_at as "createdAt"
  from runs where id = $1`

async function post<T = { id: string }>(
  url: string,
  headers: Record<string, string>,
  body: unknown,
): Promise<T> {
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
  if (!response.ok)
    throw new Error(`POST ${url} was answered with ${response.status}: ${await response.text()}`)
  return (await response.json()) as T
}
