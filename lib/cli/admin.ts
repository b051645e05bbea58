import { migrateDatabase } from '@/db/migrate'
import { BackupError } from '@/lib/backup/backup-error'
import { createServices } from '@/lib/create-services'
import { env, parseSettings } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { backupCommand } from './admin/backup'
import { checkEgressCommand } from './admin/check-egress'
import type { Tools } from './admin/command'
import { createTokenCommand } from './admin/create-token'
import { createUserCommand } from './admin/create-user'
import { keysStatusCommand } from './admin/keys-status'
import { listTokensCommand } from './admin/list-tokens'
import { parseCommand, UsageError } from './admin/parse-command'
import { resetPasswordCommand } from './admin/reset-password'
import { restoreCommand } from './admin/restore'
import { retireKeyCommand } from './admin/retire-key'
import { revokeTokenCommand } from './admin/revoke-token'
import { rotateKeysCommand } from './admin/rotate-keys'
import { prepareSettings, reachDatabase } from './prepare'
import { errorText, exitOnSignals } from './run-command'

const commands = [
  ...[createUserCommand, resetPasswordCommand],
  ...[createTokenCommand, listTokensCommand, revokeTokenCommand],
  ...[keysStatusCommand, rotateKeysCommand, retireKeyCommand],
  ...[checkEgressCommand, backupCommand, restoreCommand],
]

exitOnSignals()
process.exit(await run(process.argv.slice(2))) // the last to leave the embedded database stops it

/** @returns the exit code: 0 done, 1 failed, 2 called wrongly */
async function run(args: string[]): Promise<number> {
  try {
    const parsed = parseCommand(commands, args)
    if ('help' in parsed) {
      console.log(parsed.help)
      return 0
    }
    const answer = await parsed.command.run(parsed.options, tools())
    if (answer) console.log(parsed.json ? JSON.stringify(answer.data) : answer.text)
    return answer?.exitCode ?? 0
  } catch (error) {
    const code = codeOf(error)
    const message = errorText(error)
    console.error(args.includes('--json') ? JSON.stringify({ error: { code, message } }) : message)
    return code === 'usage' || code === 'invalid_input' ? 2 : 1
  }
}

function tools(): Tools {
  const settings = parseSettings(process.env)
  let reached: ReturnType<typeof reach> | undefined
  const database = () => (reached ??= reach())
  return {
    settings,
    database,
    async services() {
      const { ownerUrl, authSecret } = await database()
      process.env.DATABASE_URL = await migrateDatabase(ownerUrl, authSecret)
      return createServices(env())
    },
  }
}

async function reach() {
  const settings = prepareSettings()
  const { ownerUrl } = await reachDatabase(settings)
  return { ownerUrl, authSecret: settings.authSecret }
}

function codeOf(error: unknown): string {
  if (error instanceof UsageError) return 'usage'
  return error instanceof AppError || error instanceof BackupError ? error.code : 'failed'
}
