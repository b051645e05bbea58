import { json } from '@/lib/json-response'

/** The process answers. Says nothing of the database, whose outage a restart would not mend. */
export function GET(): Response {
  return json({ status: 'ok' })
}
