import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Benchmark, Upstream } from '../benchmark'
import { byTurns, median } from '../by-turns'
import { memoryTargets, type MemoryTarget } from '../memory-targets'
import { figure } from '../print-table'

const mebibyte = 1024 * 1024
const script = fileURLToPath(new URL('../measure-memory.ts', import.meta.url))
const names = Object.keys(memoryTargets) as MemoryTarget[]

/** What an answer that never stops growing costs, against one of 10 MiB that is read as it is. */
export const memory: Benchmark = {
  name: 'memory',
  async run({ isQuick, upstream }) {
    const outcomes = new Map<string, string>()
    const targets = names.map((name) => [name, () => growth(name, upstream, outcomes)] as const)
    const figures = await byTurns(isQuick ? 1 : 3, Object.fromEntries(targets))
    return {
      title: 'Memory: by how many MiB the resident set of a fresh process grows',
      columns: ['', 'median', 'most', 'outcome'],
      rows: names.map((name) => {
        const all = figures[name] ?? []
        const most = all.at(-1) ?? Number.NaN
        return [memoryTargets[name].title, figure(median(all)), figure(most), outcomes.get(name) ?? '']
      }),
    }
  },
}

async function growth(
  name: MemoryTarget,
  upstream: Upstream,
  outcomes: Map<string, string>,
): Promise<number> {
  const args = ['--import', 'tsx', script, name, JSON.stringify(upstream)]
  const { stdout } = await promisify(execFile)(process.execPath, args)
  const { bytes, outcome } = JSON.parse(stdout) as { bytes: number; outcome: string }
  outcomes.set(name, outcome)
  return bytes / mebibyte
}
