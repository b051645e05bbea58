import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { expect, it } from 'vitest'
import { parseCores } from './cores'
import { figure, tableText } from './print-table'
import { benchmarks } from './run-benchmarks'

type Result = { output: string; errors: string; code: number | null }

async function bench(...args: string[]): Promise<Result> {
  const child = spawn(process.execPath, ['lib/cli/bootstrap.mjs', 'bench', ...args])
  const [output, errors, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ])
  return { output, errors, code }
}

it('runs every part that needs no servers, and prints figures for each', { timeout: 120_000 }, async () => {
  const { output, errors, code } = await bench('--quick')
  expect(errors).toBe('')
  expect(code).toBe(0)
  const withoutServers = benchmarks.filter(({ needsServers }) => !needsServers)
  expect(output.match(/-: \|$/gm)).toHaveLength(withoutServers.length)
  expect(output).not.toMatch(/NaN|Infinity|undefined|accepted/)
  expect(output).toContain('response_too_large')
})

// Builds what is not built yet, hence the time.
it(
  'compares stored runs of the product as it is started with servers that do less',
  { timeout: 600_000 },
  async () => {
    const { output, errors, code } = await bench('--quick', 'runs')
    expect(errors).toBe('')
    expect(code).toBe(0)
    expect(output.match(/^\| Sluice, run and steps stored +\| +(1|10|50) \|/gm)).toHaveLength(3)
    expect(output).not.toMatch(/NaN|Infinity|undefined/)
  },
)

it('reads which processors it may use', () => {
  expect(parseCores("pid 7's current affinity list: 0-2,5\n")).toEqual([0, 1, 2, 5])
  expect(parseCores("pid 7's current affinity list: 3\n")).toEqual([3])
  expect(parseCores('')).toEqual([])
})

it('writes figures that can be compared, in columns', () => {
  expect([0.0123, 0.5, 12.345, 1234.5].map(figure)).toEqual(['0.012', '0.500', '12.3', '1235'])
  const table = tableText({ title: 'T', columns: ['a', 'much'], rows: [['long', '1']] })
  expect(table).toBe(['T', '', '| a    | much |', '| ---- | ---: |', '| long |    1 |'].join('\n'))
})
