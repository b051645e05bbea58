import type { Benchmark, Upstream } from '../benchmark'
import { byTurns } from '../by-turns'
import { type Caller, ownCaller, plainCaller } from '../callers'
import { figure } from '../print-table'

const calls = 20

/** How exactly a limit ends a call: never early, and late by how much. */
export const timeouts: Benchmark = {
  name: 'timeouts',
  async run({ isQuick, upstream }) {
    const rows: string[][] = []
    for (const limitMs of isQuick ? [100] : [300, 1_000]) {
      const errors: Record<string, number[]> = {}
      const targets = Object.entries(callers(upstream, limitMs)).map(([name, caller]) => {
        const own = (errors[name] = [] as number[])
        return [name, () => measure(caller, limitMs, own)] as const
      })
      await byTurns(isQuick ? 1 : 3, Object.fromEntries(targets))
      for (const [name, own] of Object.entries(errors)) {
        const sorted = own.sort((a, b) => a - b)
        const at = (part: number) => figure(sorted[Math.round((sorted.length - 1) * part)] ?? Number.NaN)
        rows.push([`${name}, ${limitMs} ms`, at(0), at(0.5), at(0.95), at(1)])
      }
    }
    return {
      title: 'Timeouts: milliseconds after the limit (negative: too early)',
      columns: ['limit', 'earliest', 'median', '95 %', 'latest'],
      rows,
    }
  },
}

function callers(upstream: Upstream, limitMs: number): Record<string, Caller> {
  const securely = `https://127.0.0.1:${upstream.silentPort}`
  return {
    'response timeout': ownCaller(upstream, { responseTimeoutMs: limitMs }),
    'connection timeout': ownCaller(upstream, { connectTimeoutMs: limitMs, baseUrl: securely }),
    'undici’s headersTimeout': plainCaller(upstream, { headersTimeoutMs: limitMs }),
  }
}

async function measure({ call }: Caller, limitMs: number, errors: number[]): Promise<number> {
  await Promise.all(
    Array.from({ length: calls }, async () => {
      const startedAt = performance.now()
      await Promise.resolve(call('/silent')).catch(() => {}) // undici rejects, which is what is measured
      errors.push(performance.now() - startedAt - limitMs)
    }),
  )
  return errors.length
}
