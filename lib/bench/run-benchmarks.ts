import type { Benchmark } from './benchmark'
import { memory } from './parts/memory'
import { redaction } from './parts/redaction'
import { requests } from './parts/requests'
import { secrets } from './parts/secrets'
import { timeouts } from './parts/timeouts'
import { tableText } from './print-table'
import { startUpstream } from './start-upstream'

/** The parts, in the order in which they run. */
export const benchmarks: Benchmark[] = [memory, redaction, secrets, requests, timeouts]

/** Runs the named parts, or all, and prints a table for each. */
export async function runBenchmarks(names: string[], isQuick: boolean): Promise<void> {
  const upstream = await startUpstream()
  try {
    for (const { name, run } of benchmarks) {
      if (names.length > 0 && !names.includes(name)) continue
      console.log(`${tableText(await run({ isQuick, upstream }))}\n`)
    }
  } finally {
    await upstream.stop()
  }
}
