import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium } from '@playwright/test'
import { ConfigurationError } from '@/lib/env'

const systemNames = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome']

/**
 * The browser for the end-to-end tests: the one in `PLAYWRIGHT_CHROMIUM`, else Playwright's own, for
 * which `path` is undefined, else one of the system's. Null when there is none.
 * @throws ConfigurationError when `PLAYWRIGHT_CHROMIUM` names nothing
 */
export function findBrowser(): { path: string | undefined } | null {
  const named = process.env.PLAYWRIGHT_CHROMIUM
  if (named && !existsSync(named)) {
    throw new ConfigurationError(`PLAYWRIGHT_CHROMIUM is ${named}, and there is no such file.`)
  }
  if (named) return { path: named }
  return hasOwn() ? { path: undefined } : findSystemBrowser()
}

/** Playwright only tells where the full browser would be; what it runs without a window lies beside it. */
function hasOwn(): boolean {
  const full = chromium.executablePath()
  const folder = full.split(/[\\/]/).find((part) => /^chromium-\d+$/.test(part))
  if (!folder) return existsSync(full)
  const root = full.slice(0, full.indexOf(folder))
  return existsSync(
    join(root, folder.replace('chromium-', 'chromium_headless_shell-'), 'INSTALLATION_COMPLETE'),
  )
}

function findSystemBrowser(): { path: string } | null {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin']
  for (const name of systemNames) {
    const path = folders.map((folder) => join(folder, name)).find((candidate) => existsSync(candidate))
    if (path) return { path }
  }
  return null
}
