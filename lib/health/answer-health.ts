import type { Database } from '@/db/client'
import { databaseReadiness } from '@/db/readiness'
import { json } from '@/lib/json-response'
import { log } from '@/lib/log'
import { isDraining } from '@/lib/shutdown'

/** The process answers. Says nothing of the database, whose outage a restart would not mend. */
export function answerLive(): Response {
  return json({ status: 'ok' })
}

/**
 * Whether to send requests here: the database answers and takes changes, its tables are this version's, and no
 * stop is under way.
 */
export async function answerReady(db: Database): Promise<Response> {
  if (isDraining()) return json({ status: 'stopping' }, 503)
  try {
    const status = await databaseReadiness(db)
    return json({ status }, status === 'ok' ? 200 : 503)
  } catch (error) {
    log.warn({ err: error }, 'not ready')
    return json({ status: 'unavailable' }, 503)
  }
}
