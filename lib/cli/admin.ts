import { createServices } from '@/lib/create-services'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { createTokenCommand } from './admin/create-token'
import { createUserCommand } from './admin/create-user'
import { parseCommand, UsageError } from './admin/parse-command'
import { resetPasswordCommand } from './admin/reset-password'
import { prepareDatabase, prepareSettings } from './prepare'
import { errorText, exitOnSignals } from './run-command'

const commands = [createUserCommand, resetPasswordCommand, createTokenCommand]

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
    await prepareDatabase(prepareSettings())
    const { data, text } = await parsed.command.run(parsed.options, createServices(env()))
    console.log(parsed.json ? JSON.stringify(data) : text)
    return 0
  } catch (error) {
    const code = codeOf(error)
    const message = errorText(error)
    console.error(args.includes('--json') ? JSON.stringify({ error: { code, message } }) : message)
    return code === 'usage' || code === 'invalid_input' ? 2 : 1
  }
}

function codeOf(error: unknown): string {
  if (error instanceof UsageError) return 'usage'
  return error instanceof AppError ? error.code : 'failed'
}
