import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'

const notOftenerThanMs = 500

/**
 * Starts the server again whenever it goes away while `isWanted`, by whatever way: it may have been
 * killed for want of memory. A connection that is held open tells at once, also of a server that another
 * process started. Never rejects; ends when the server is not wanted any more.
 */
export async function supervise(
  url: string,
  {
    isWanted,
    restart,
    onProblem,
  }: {
    isWanted: () => boolean
    /** Does nothing when the server runs. */
    restart: () => Promise<void>
    onProblem: (what: string, error?: unknown) => void
  },
): Promise<void> {
  for (;;) {
    await untilLost(url)
    if (!isWanted()) return
    // Also when it seems to run again: it may, without our reaching it.
    const nextTurn = sleep(notOftenerThanMs)
    try {
      onProblem('the embedded Postgres went away; starting it again')
      await restart()
    } catch (error) {
      onProblem('the embedded Postgres could not be started again yet', error)
    }
    await nextTurn
  }
}

/** Resolves when the server is gone, or can't be reached in the first place. */
async function untilLost(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, keepAlive: true })
  const lost = new Promise<void>((resolve) => {
    client.once('end', resolve)
    client.on('error', () => resolve()) // it only says why the end comes
  })
  try {
    await client.connect()
  } catch {
    return
  }
  await lost
}
