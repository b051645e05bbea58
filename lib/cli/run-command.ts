import { AppError } from '@/lib/errors'

/** Runs a command to its end, and exits with 1 when it fails. */
export async function runCommand(command: () => Promise<void>): Promise<void> {
  try {
    await command()
  } catch (error) {
    console.error(`\n${errorText(error)}\n`)
    process.exit(1)
  }
}

/** What an operator can put right as a sentence, everything else with its stack. */
export function errorText(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (!isForOperator(error)) return error.stack ?? error.message
  if (!(error instanceof AppError) || error.fieldErrors.length === 0) return error.message
  return error.fieldErrors.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join('\n')
}

/** Why something failed. Of a name with several addresses Node says it for each, and nothing for all. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join('; ')
  return error instanceof Error ? error.message : String(error)
}

function isForOperator(error: Error): boolean {
  return ['ConfigurationError', 'MigrationError', 'AppError', 'BackupError', 'UsageError'].includes(
    error.name,
  )
}

/**
 * A signal ends the process through its exit handlers, which stop the embedded database.
 * @returns a function that ends this
 */
export function exitOnSignals(): () => void {
  const exit = (_signal: NodeJS.Signals, number: number) => process.exit(128 + number)
  process.on('SIGINT', exit).on('SIGTERM', exit).on('SIGHUP', exit)
  return () => void process.off('SIGINT', exit).off('SIGTERM', exit).off('SIGHUP', exit)
}
