import { once } from 'node:events'
import { createServer } from 'node:http'
import { createFront } from '@/lib/cli/front'
import { prepareDatabase, prepareSettings } from '@/lib/cli/prepare'
import { startRunning } from '@/lib/cli/start-running'
import { stopOnSignals } from '@/lib/cli/stop-on-signals'
import { processServices } from '@/lib/process-services'
import { drain, isDraining } from '@/lib/shutdown'

/**
 * A process that has of a web process what runs need, and starts in a moment: the API, workers, and the
 * same end on SIGTERM. For tests that kill it.
 */
const settings = prepareSettings()
await prepareDatabase(settings)
const front = createFront(processServices)
const server = createServer((request, response) => {
  if (isDraining()) response.writeHead(503, { connection: 'close' }).end()
  else void front(request, response)
})
server.listen(settings.port, '127.0.0.1')
await once(server, 'listening')
startRunning(settings)
stopOnSignals(async () => {
  await drain(AbortSignal.timeout(25_000))
  server.close()
  server.closeIdleConnections()
  await once(server, 'close')
})
console.log('ready')
