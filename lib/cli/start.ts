import { log } from '@/lib/log'
import { startTracing } from '@/lib/tracing/start-tracing'
import { announceAccount } from './announce'
import { buildWhenNeeded } from './build'
import { prepareDatabase, prepareSettings } from './prepare'
import { collectAlone } from './collect-alone'
import { exitOnFaults } from './exit-on-faults'
import { requireFreePort } from './listening'
import { exitOnSignals, runCommand } from './run-command'

await runCommand(async () => {
  Object.assign(process.env, { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' })
  exitOnFaults()
  collectAlone()
  const stopListening = exitOnSignals()
  const settings = prepareSettings()
  await requireFreePort(settings.port)
  await buildWhenNeeded(settings.authSecret)
  // Loading what serves takes about as long as the database does to start.
  const [embedded, { firstStart }, { serve }, { startRunning }] = await Promise.all([
    prepareDatabase(settings),
    import('./first-start'),
    import('./serve'),
    import('./start-running'),
  ])
  embedded?.keepRunning((what, err) => log.warn({ err }, what))
  const account = await firstStart(settings)
  if (account) announceAccount(settings.appUrl, account)
  await startTracing(settings.otlpEndpoint)
  await serve({ port: settings.port, dev: false })
  startRunning(settings)
  stopListening()
  console.log(`\nSluice is ready at ${settings.appUrl}\n`)
})
