import { mkdirSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { backUpToFile } from '@/lib/backup/back-up-to-file'
import { callersPath } from './callers-path'
import type { AdminCommand } from './command'
import { withOwner } from './owner-client'
import { rowProgress } from './row-progress'

export const backupCommand: AdminCommand = {
  name: 'backup',
  summary: 'Writes everything that Sluice keeps, as it is at one moment, to one file.',
  details:
    'Works beside running servers. Secrets stay sealed in it, so keep the key ring too, and elsewhere:\n' +
    'ENCRYPTION_KEYS, or the file encryption-keys in the data directory. It leaves out who is signed in,\n' +
    'rate limits and the job queue. Only its owner can read the file, and it replaces none.',
  options: {
    out: { description: 'The file; one named by the time, in backups/ of the data directory, when left out' },
    'without-runs': { description: 'Leave out runs, which are most of it as a rule', isFlag: true },
  },
  async run(options, tools) {
    const out = options.get('out')
    const path = out === undefined ? defaultPath(tools.settings.dataDir) : callersPath(out)
    const { ownerUrl } = await tools.database()
    if (out === undefined) mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    const { manifest, bytes } = await withOwner(ownerUrl, (client) =>
      backUpToFile(client, path, {
        withoutRuns: options.has('without-runs'),
        onProgress: rowProgress('Backing up'),
      }),
    )
    const rows = Object.fromEntries(manifest.tables.map((table) => [table.name, table.rows]))
    const total = Object.values(rows).reduce((sum, count) => sum + count, 0)
    return {
      data: { file: path, bytes, createdAt: manifest.createdAt, withoutRuns: manifest.withoutRuns, rows },
      text: [
        `Backed up ${total.toLocaleString('en')} rows to ${path} (${megabytes(bytes)}).`,
        'Its secrets are sealed: without the key ring nobody opens them, nor do you.',
      ].join('\n'),
    }
  },
}

/** Without colons, which Windows doesn't take. */
function defaultPath(dataDir: string): string {
  const time = new Date()
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(':', '-')
  return resolve(join(dataDir, 'backups', `sluice-${time}.backup`))
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toLocaleString('en', { maximumFractionDigits: 1 })} MB`
}
