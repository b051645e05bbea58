import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { expect, it } from 'vitest'
import { figure, tableText } from './print-table'
import { benchmarks } from './run-benchmarks'

it('runs every part, and prints figures for each', { timeout: 120_000 }, async () => {
  const child = spawn(process.execPath, ['lib/cli/bootstrap.mjs', 'bench', '--quick'])
  const [output, errors, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ])
  expect(errors).toBe('')
  expect(code).toBe(0)
  expect(output.match(/-: \|$/gm)).toHaveLength(benchmarks.length)
  expect(output).not.toMatch(/NaN|Infinity|undefined|accepted/)
  expect(output).toContain('response_too_large')
})

it('writes figures that can be compared, in columns', () => {
  expect([0.0123, 0.5, 12.345, 1234.5].map(figure)).toEqual(['0.012', '0.500', '12.3', '1235'])
  const table = tableText({ title: 'T', columns: ['a', 'much'], rows: [['long', '1']] })
  expect(table).toBe(['T', '', '| a    | much |', '| ---- | ---: |', '| long |    1 |'].join('\n'))
})
