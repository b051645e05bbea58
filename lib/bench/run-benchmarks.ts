import type { Benchmark } from './benchmark'
import { chooseCores } from './cores'
import { asyncRuns } from './parts/async-runs'
import { footprint } from './parts/footprint'
import { growth } from './parts/growth'
import { memory } from './parts/memory'
import { redaction } from './parts/redaction'
import { requests } from './parts/requests'
import { runs } from './parts/runs'
import { secrets } from './parts/secrets'
import { steps } from './parts/steps'
import { timeouts } from './parts/timeouts'
import { tableText } from './print-table'
import { startUpstream } from './start-upstream'

/** The parts, in the order in which they run. */
export const benchmarks: Benchmark[] = [
  memory,
  redaction,
  secrets,
  requests,
  timeouts,
  runs,
  asyncRuns,
  steps,
  growth,
  footprint,
]

/**
 * Runs the named parts, or all, and prints a table for each. Without names the quick ones are those that
 * need no servers.
 */
export async function runBenchmarks(names: string[], isQuick: boolean): Promise<void> {
  const chosen = benchmarks.filter(({ name, needsServers }) =>
    names.length > 0 ? names.includes(name) : !(isQuick && needsServers),
  )
  const upstream = await startUpstream()
  const cores = chooseCores()
  try {
    for (const { run } of chosen) console.log(`${tableText(await run({ isQuick, upstream, cores }))}\n`)
  } finally {
    await upstream.stop()
  }
}
