import { MigrationError } from '@/db/migrate'
import { ConfigurationError } from '@/lib/env'
import { AppError } from '@/lib/errors'

/**
 * Runs a command to its end. What an operator can put right is shown as a sentence, everything else
 * with its stack. Exits with 0, or with 1 when it failed.
 */
export async function runCommand(command: () => Promise<void>): Promise<void> {
  try {
    await command()
  } catch (error) {
    console.error(isForOperator(error) ? `\n${error.message}\n` : error)
    process.exit(1)
  }
}

/**
 * A signal ends the process through its exit handlers, which stop the embedded database.
 * @returns a function that ends this
 */
export function exitOnSignals(): () => void {
  const exit = (_signal: NodeJS.Signals, number: number) => process.exit(128 + number)
  process.on('SIGINT', exit).on('SIGTERM', exit)
  return () => void process.off('SIGINT', exit).off('SIGTERM', exit)
}

function isForOperator(error: unknown): error is Error {
  return error instanceof ConfigurationError || error instanceof MigrationError || error instanceof AppError
}
