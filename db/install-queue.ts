import { createRequire } from 'node:module'
import type pg from 'pg'
import { PgBoss } from 'pg-boss'

/** Where pg-boss keeps its tables. Nothing of an organization is in them but the ids of its runs. */
export const queueSchema = 'pgboss'

/** Runs that are to be executed, and those that no worker could execute. */
export const runQueue = 'runs'
export const lostRunQueue = 'lost-runs'

/** A worker that is silent for this long has lost its jobs to another one. */
const heartbeatSeconds = 15

const hour = 60 * 60

/**
 * Installs the tables of the queue, or brings them up to date.
 * @param client the owner's, with the lock of the migrations held
 */
export async function installQueue(client: pg.Client, ownerUrl: string): Promise<void> {
  if (await isInstalled(client)) return
  const boss = new PgBoss({
    connectionString: ownerUrl,
    schema: queueSchema,
    application_name: 'sluice migrations',
    max: 1,
    supervise: false,
    schedule: false,
  })
  boss.on('error', () => {}) // the call that met it rejects
  await boss.start()
  try {
    await boss.createQueue(lostRunQueue, { retryLimit: 1_000, retryDelay: 5, heartbeatSeconds })
    await boss.createQueue(runQueue, {
      // Each is a process that died over the run, or a database that was away for long.
      retryLimit: 10,
      deadLetter: lostRunQueue,
      heartbeatSeconds,
      // The heartbeat tells a dead worker from a long step; this is only pg-boss's upper limit.
      expireInSeconds: 23 * hour,
      retentionSeconds: 365 * 24 * hour,
    })
  } finally {
    await boss.stop({ graceful: false })
  }
}

/** Whether everything is as this version needs it. Every start asks, and pg-boss itself would take a second. */
async function isInstalled(client: pg.Client): Promise<boolean> {
  const { rows: tables } = await client.query<{ exist: boolean }>(
    `select to_regclass('${queueSchema}.version') is not null as exist`,
  )
  if (!tables[0]?.exist) return false
  const { rows } = await client.query(
    `select from ${queueSchema}.version
     where version = $1 and $2 <@ array(select name from ${queueSchema}.queue)`,
    [neededVersion(), [runQueue, lostRunQueue]],
  )
  return rows.length === 1
}

/** Of pg-boss's tables. */
function neededVersion(): number {
  const { pgboss } = createRequire(import.meta.url)('pg-boss/package.json') as { pgboss: { schema: number } }
  return pgboss.schema
}
