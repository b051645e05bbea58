import { isMigrated } from '@/db/is-migrated'
import { log } from '@/lib/log'
import { json } from '@/lib/json-response'
import { services } from '@/lib/server'
import { isDraining } from '@/lib/shutdown'

/** Whether to send requests here: the database answers, its tables are this version's, and no stop is under way. */
export async function GET(): Promise<Response> {
  if (isDraining()) return json({ status: 'stopping' }, 503)
  try {
    if (await isMigrated(services().db)) return json({ status: 'ok' })
    return json({ status: 'migrating' }, 503)
  } catch (error) {
    log.warn({ err: error }, 'not ready')
    return json({ status: 'unavailable' }, 503)
  }
}
