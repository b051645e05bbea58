import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { benchmarks, runBenchmarks } from '@/lib/bench/run-benchmarks'
import { UsageError } from './admin/parse-command'
import { runCommand } from './run-command'

const usage = `Usage: npm run bench -- [--quick] [${benchmarks.map(({ name }) => name).join(' | ')} …]`

await runCommand(async () => {
  const { names, isQuick } = parse(process.argv.slice(2))
  console.log(
    `Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}\n`,
  )
  await runBenchmarks(names, isQuick)
})

function parse(args: string[]): { names: string[]; isQuick: boolean } {
  try {
    const options = { quick: { type: 'boolean' } } as const
    const { values, positionals: names } = parseArgs({ args, options, allowPositionals: true })
    if (names.every((name) => benchmarks.some((benchmark) => benchmark.name === name))) {
      return { names, isQuick: values.quick ?? false }
    }
  } catch {
    // an unknown option; the usage says which there are
  }
  throw new UsageError(usage)
}
