import { mkdirSync, rmSync } from 'node:fs'
import { buildWhenNeeded } from './build'
import { exitOnSignals } from './run-command'
import { countPlaywright, countVitest } from './test/count-results'
import { installBrowser } from './test/install-browser'
import { type PartResult, runLoudly, runQuietly, runTool } from './test/run-part'

const reports = { unit: '.test/unit.json', e2e: '.test/e2e.json' }
const vitest = [
  ...['node_modules/vitest/vitest.mjs', 'run', '--config', 'lib/testing/vitest.config.ts'],
  ...['--reporter=default', '--reporter=json', `--outputFile.json=${reports.unit}`],
]
const playwright = ['node_modules/@playwright/test/cli.js', 'test', '--config', 'e2e/playwright.config.ts']
const next = 'node_modules/next/dist/bin/next'

exitOnSignals()
mkdirSync('.test', { recursive: true })
for (const report of Object.values(reports)) rmSync(report, { force: true })

console.log('Checking…')
const checks = await Promise.all([
  runQuietly('build', () => buildWhenNeeded(null).then(() => '')),
  runQuietly('browser', installBrowser),
  runQuietly('format', () =>
    runTool(['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level=warn', '--cache', '.']),
  ),
  runQuietly('lint', () => runTool(['node_modules/oxlint/bin/oxlint', '--type-aware', '--deny-warnings'])),
])
// After the build, because both write the types of the routes.
const types = await runQuietly('types', () =>
  runTool([next, 'typegen'], ['node_modules/typescript/bin/tsc', '--noEmit']),
)
const unit = await runLoudly('unit and integration tests', vitest)
const canBrowse = checks.every(({ name, ok }) => ok || !['build', 'browser'].includes(name))
const e2e = canBrowse ? [await runLoudly('end-to-end tests', playwright)] : []

process.exit(summarize([...checks, types, unit, ...e2e]))

/** Prints the figures as the last line. @returns the exit code */
function summarize(parts: PartResult[]): number {
  const counts = [countVitest(reports.unit), countPlaywright(reports.e2e)]
  const passed = counts.reduce((sum, count) => sum + (count?.passed ?? 0), 0)
  const failedTests = counts.reduce((sum, count) => sum + (count?.failed ?? 0), 0)
  const failedParts = parts.filter(({ ok }) => !ok)
  // A check that failed has no tests to count, and "0 failed" must never be said of a failure.
  const failed = Math.max(failedTests, failedParts.length)
  if (failedParts.length > 0) console.log(`\nFailed: ${failedParts.map(({ name }) => name).join(', ')}`)
  console.log(`\n${passed} passed, ${failed} failed`)
  return failed === 0 ? 0 : 1
}
