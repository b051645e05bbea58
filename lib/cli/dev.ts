import { log } from '@/lib/log'
import { startTracing } from '@/lib/tracing/start-tracing'
import { announceAccount } from './announce'
import { firstStart } from './first-start'
import { requireFreePort } from './listening'
import { prepareDatabase, prepareSettings } from './prepare'
import { exitOnSignals, runCommand } from './run-command'
import { serve } from './serve'
import { startRunning } from './start-running'

await runCommand(async () => {
  Object.assign(process.env, { NODE_ENV: 'development', NEXT_TELEMETRY_DISABLED: '1' })
  const stopListening = exitOnSignals()
  const settings = prepareSettings()
  await requireFreePort(settings.port)
  const embedded = await prepareDatabase(settings)
  embedded?.keepRunning((what, err) => log.warn({ err }, what))
  const account = await firstStart(settings)
  if (account) announceAccount(settings.appUrl, account)
  await startTracing(settings.otlpEndpoint)
  await serve({ port: settings.port, dev: true })
  startRunning(settings)
  stopListening()
  console.log(`\nSluice is ready for development at ${settings.appUrl}\n`)
})
