import { readBackup } from '@/lib/backup/read-backup'
import { requireEmpty, requireKnownVersion, restoreBackup } from '@/lib/backup/restore-backup'
import { findUnopened } from '@/lib/keys/find-unopened'
import { callersPath } from './callers-path'
import type { AdminCommand } from './command'
import { withOwner } from './owner-client'
import { rowProgress } from './row-progress'

export const restoreCommand: AdminCommand = {
  name: 'restore',
  summary: 'Puts a backup into an empty database, all of it or nothing, and looks whether its secrets open.',
  details:
    'A file that is cut off, changed or not ours is refused before anything is changed. Backups of older\n' +
    'versions are brought up to date. Runs that were going on when the backup was made end as interrupted,\n' +
    'and everybody has to sign in again; a password or an API token that was changed or removed since is\n' +
    'back. Bring the key ring along before: ENCRYPTION_KEYS, or the file encryption-keys in the data\n' +
    'directory. Restart servers that were running.',
  argument: { name: 'FILE', description: 'What backup made', required: true },
  options: {
    replace: { description: 'Throw away what the database holds, instead of refusing', isFlag: true },
  },
  exitCodes: '3 restored, but some secrets don’t open with this key ring',
  async run(options, tools) {
    const replace = options.has('replace')
    const backup = await readBackup(callersPath(options.need('FILE')))
    requireKnownVersion(backup)
    const { ownerUrl } = await tools.database()
    if (!replace) await withOwner(ownerUrl, requireEmpty) // before it is migrated
    const services = await tools.services()
    const { interruptedRuns } = await withOwner(ownerUrl, (client) =>
      restoreBackup(client, backup, { replace, onProgress: rowProgress('Restoring') }),
    )
    const found = await findUnopened(services)
    const { secrets } = found
    const unopened = found.unopened.length
    const { createdAt, tables } = backup.manifest
    const rows = Object.fromEntries(tables.map((table) => [table.name, table.rows]))
    const total = Object.values(rows).reduce((sum, count) => sum + count, 0)
    return {
      data: { createdAt, rows, interruptedRuns, secrets, unopened },
      text: [
        `Restored ${total.toLocaleString('en')} rows, as they were at ${createdAt}.`,
        ...(interruptedRuns > 0 ? [`${count(interruptedRuns, 'run')} that had not ended: interrupted.`] : []),
        keysInWords(secrets, unopened),
      ].join('\n'),
      exitCode: unopened > 0 ? 3 : 0,
    }
  },
}

function keysInWords(secrets: number, unopened: number): string {
  if (unopened === 0) return `The key ring opens all of its secrets (${secrets}).`
  return [
    `The key ring doesn’t open ${unopened} of ${count(secrets, 'secret')}: calls that need them will fail.`,
    'Put the key ring of the backup’s time in place (ENCRYPTION_KEYS, or the file encryption-keys in the data',
    'directory) and restart Sluice. keys status lists the secrets that don’t open.',
  ].join('\n')
}

function count(number: number, what: string): string {
  return `${number.toLocaleString('en')} ${number === 1 ? what : `${what}s`}`
}
