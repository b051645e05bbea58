import { ConfigurationError } from '@/lib/env'
import { runToEnd } from '../run-to-end'
import { findBrowser } from './find-browser'

/**
 * Sees to it that there is a browser to test with: downloads Playwright's own, or, where that is out of
 * reach, installs the system's when it may.
 * @throws ConfigurationError that says what to install
 */
export async function installBrowser(): Promise<string> {
  const found = findBrowser()
  if (found) return `uses ${found.path ?? 'Playwright’s own'}`
  const ways = [
    () =>
      run(process.execPath, ['node_modules/@playwright/test/cli.js', 'install', 'chromium-headless-shell']),
    () => installPackage('chromium-headless-shell'),
    () => installPackage('chromium'),
  ]
  const problems: string[] = []
  for (const way of ways) {
    try {
      await way()
      const installed = findBrowser()
      if (installed) return `installed ${installed.path ?? 'Playwright’s own'}`
    } catch (error) {
      problems.push(error instanceof Error ? error.message : String(error))
    }
  }
  throw new ConfigurationError(
    `There is no browser to test with. Install Chromium, or set PLAYWRIGHT_CHROMIUM to one.\n\n${problems.join('\n')}`,
  )
}

async function installPackage(name: string): Promise<void> {
  if (process.getuid?.() !== 0) throw new Error(`${name}: only root may install packages`)
  await run('apt-get', ['update'])
  await run('apt-get', ['install', '-y', '--no-install-recommends', name])
}

async function run(program: string, args: string[]): Promise<void> {
  await runToEnd(program, args, { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } })
}
