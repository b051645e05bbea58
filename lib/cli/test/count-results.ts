import { readFileSync } from 'node:fs'

export type Counts = { passed: number; failed: number }

/** The figures of a report that vitest wrote with its `json` reporter; null when it wrote none. */
export function countVitest(path: string): Counts | null {
  const report = readReport<{ numPassedTests: number; numFailedTests: number }>(path)
  return report && { passed: report.numPassedTests, failed: report.numFailedTests }
}

/** The same of Playwright. A test that only passed when repeated is a failure. */
export function countPlaywright(path: string): Counts | null {
  const report = readReport<{ stats: { expected: number; unexpected: number; flaky: number } }>(path)
  return report && { passed: report.stats.expected, failed: report.stats.unexpected + report.stats.flaky }
}

function readReport<T>(path: string): T | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as T
  } catch {
    return null // the runner ended before it could write one
  }
}
