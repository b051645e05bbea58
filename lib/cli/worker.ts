import { createDatabase } from '@/db/client'
import { ConfigurationError, type Settings } from '@/lib/env'
import { log } from '@/lib/log'
import { serveMetrics } from '@/lib/metrics/serve-metrics'
import { processServices } from '@/lib/process-services'
import { drain } from '@/lib/shutdown'
import { startTracing } from '@/lib/tracing/start-tracing'
import { prepareDatabase, prepareSettings } from './prepare'
import { collectAlone } from './collect-alone'
import { exitOnFaults } from './exit-on-faults'
import { requireFreePort } from './listening'
import { exitOnSignals, runCommand } from './run-command'
import { runningEgressAllow } from './running-egress'
import { startRunning } from './start-running'
import { stopOnSignals } from './stop-on-signals'
import { untilFirstStart } from './until-first-start'

/** How long runs in hand may go on after the first signal. */
const graceMs = 25_000

await runCommand(async () => {
  Object.assign(process.env, { NODE_ENV: 'production' })
  exitOnFaults()
  collectAlone()
  const stopListening = exitOnSignals()
  if (process.argv.length > 2) throw new ConfigurationError('Usage: npm run worker')
  const settings = prepareSettings()
  if (settings.metricsPort !== null) await requireFreePort(settings.metricsPort, 'METRICS_PORT')
  const embedded = await prepareDatabase(settings)
  embedded?.keepRunning((what, err) => log.warn({ err }, what))
  if (settings.demo) await untilDemoIsThere()
  // The demo API is served by the web process; its exact address is an exception for workers too.
  process.env.EGRESS_ALLOW = await runningEgressAllow(settings, process.env.DATABASE_URL ?? '')
  await startTracing(settings.otlpEndpoint)
  await serveWorkerMetrics(settings)
  startRunning({ ...settings, workers: Math.max(1, settings.workers) })
  stopOnSignals(() => drain(AbortSignal.timeout(graceMs)))
  stopListening()
  console.log('\nA worker is running\n')
})

async function untilDemoIsThere(): Promise<void> {
  const { db, pool } = createDatabase(process.env.DATABASE_URL ?? '', () => {}) // the query fails as well
  const onWait = () => console.log('\nThe worker waits for the first start of a web process\n')
  try {
    await untilFirstStart(db, onWait)
  } finally {
    await pool.end()
  }
}

async function serveWorkerMetrics({ metricsToken, metricsPort }: Settings): Promise<void> {
  if (metricsToken === null || metricsPort === null) return
  await serveMetrics(processServices().db, metricsToken, metricsPort)
}
