import { log } from '@/lib/log'
import { startTracing } from '@/lib/tracing/start-tracing'
import { announceAccount } from './announce'
import { buildWhenNeeded } from './build'
import { firstStart } from './first-start'
import { prepareDatabase, prepareSettings } from './prepare'
import { collectAlone } from './collect-alone'
import { exitOnFaults } from './exit-on-faults'
import { requireFreePort } from './listening'
import { exitOnSignals, runCommand } from './run-command'
import { serve } from './serve'
import { startRunning } from './start-running'

await runCommand(async () => {
  Object.assign(process.env, { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' })
  exitOnFaults()
  collectAlone()
  const stopListening = exitOnSignals()
  const settings = prepareSettings()
  await requireFreePort(settings.port)
  await buildWhenNeeded(settings.authSecret)
  const embedded = await prepareDatabase(settings)
  embedded?.keepRunning((what, err) => log.warn({ err }, what))
  const account = await firstStart(settings)
  if (account) announceAccount(settings.appUrl, account)
  await startTracing(settings.otlpEndpoint)
  await serve({ port: settings.port, dev: false })
  startRunning(settings)
  stopListening()
  console.log(`\nSluice is ready at ${settings.appUrl}\n`)
})
