import { startEmbeddedPostgres } from '../start-embedded-postgres'

// A process that uses the embedded server until its standard input closes. For tests, which kill it.
const { url, adopted } = await startEmbeddedPostgres({ dataDir: process.argv[2] ?? '' })
process.stdout.write(`${JSON.stringify({ url, adopted })}\n`)
process.stdin.resume().once('end', () => process.exit(0))
