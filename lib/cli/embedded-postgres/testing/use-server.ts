import { startEmbeddedPostgres } from '../start-embedded-postgres'

// A process that uses the embedded server until its standard input closes. For tests, which kill it.
const [dataDir = '', mode] = process.argv.slice(2)
const { url, adopted, keepRunning } = await startEmbeddedPostgres({ dataDir })
if (mode === 'keep-running') keepRunning(() => {})
process.stdout.write(`${JSON.stringify({ url, adopted })}\n`)
process.stdin.resume().once('end', () => process.exit(0))
