import { log } from '@/lib/log'

/**
 * An error that nobody caught leaves the process in a state that nobody knows: it is logged as all errors
 * are, without what statements and requests carried, and the process ends. Whoever started it starts it
 * again, and runs are taken up from what is stored. Before other listeners, some of which go on.
 */
export function exitOnFaults(): void {
  const exit = (err: unknown) => {
    log.fatal({ err }, 'an error that nobody caught; the process ends')
    process.exit(1)
  }
  process.prependListener('uncaughtException', exit)
  process.prependListener('unhandledRejection', exit)
}
