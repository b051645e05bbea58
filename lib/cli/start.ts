import { announceAccount } from './announce'
import { buildWhenNeeded } from './build'
import { firstStart } from './first-start'
import { prepareDatabase, prepareSettings } from './prepare'
import { exitOnSignals, runCommand } from './run-command'
import { requireFreePort, serve } from './serve'

await runCommand(async () => {
  Object.assign(process.env, { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' })
  const stopListening = exitOnSignals()
  const settings = prepareSettings()
  await requireFreePort(settings.port)
  await buildWhenNeeded(settings.authSecret)
  await prepareDatabase(settings)
  const account = await firstStart(settings)
  if (account) announceAccount(settings.appUrl, account)
  await serve({ port: settings.port, dev: false })
  stopListening()
  console.log(`\nSluice is ready at ${settings.appUrl}\n`)
})
