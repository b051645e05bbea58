import { log } from '@/lib/log'
import { flushTraces } from '@/lib/tracing/traced'

/**
 * Ends the process in good order on SIGINT, SIGTERM and SIGHUP, and at once on the second one. A Ctrl-C
 * reaches us twice, from the terminal and from npm, which hands it on, and a terminal that closes ends npm,
 * which is a signal too (`bootstrap.mjs`); so the second counts only after a moment.
 */
export function stopOnSignals(finish: () => Promise<void>): void {
  let firstAt: number | null = null
  const stop = (signal: NodeJS.Signals) => {
    if (firstAt !== null) {
      if (Date.now() - firstAt > 500) process.exit(1)
      return
    }
    firstAt = Date.now()
    log.info({ signal }, 'stopping; a second signal stops at once')
    finishTraced(finish).then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'stopped with work left')
        process.exit(1)
      },
    )
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  process.on('SIGHUP', stop)
}

/** The last spans are those of the work that was finished. */
async function finishTraced(finish: () => Promise<void>): Promise<void> {
  try {
    await finish()
  } finally {
    await flushTraces()
  }
}
