import { hash } from 'node:crypto'
import type pg from 'pg'
import { type Job, type JobAttempt, type JobInsert, PgBoss } from 'pg-boss'
import { lostRunQueue, queueSchema, runQueue } from '@/db/install-queue'
import { log } from '@/lib/log'

/** What a job says: where its run is. */
export type RunJob = { organizationId: string; runId: string }

/** A job in the hands of this process. Whoever takes it next has a higher attempt. */
export type TakenJob = RunJob & { attempt: JobAttempt }

/** A job that is due after so many milliseconds, by the clock of the database. */
export type NewJob = { run: { id: string; organizationId: string }; afterMs: number }

/** The jobs of runs that wait for a worker. The runs themselves are in Sluice's own tables. */
export type RunQueue = {
  /** Adds jobs in the transaction of `client`, and tells the workers. */
  add: (client: pg.ClientBase, jobs: NewJob[]) => Promise<void>
  /**
   * Takes up to `count` jobs that are due, but none of the organizations in `passedOver`. They are this process's
   * while it touches them.
   */
  take: (count: number, passedOver?: string[]) => Promise<TakenJob[]>
  /** Runs whose jobs failed too often. */
  takeLost: (count: number) => Promise<TakenJob[]>
  /** Says that this process still works on them. */
  touch: (jobs: TakenJob[]) => Promise<void>
  /** Does away with jobs that are done. One that is no longer this process's stays. */
  remove: (jobs: TakenJob[]) => Promise<void>
  removeLost: (jobs: TakenJob[]) => Promise<void>
  /** Puts jobs off for so many milliseconds, as if they were new. */
  postpone: (jobs: TakenJob[], afterMs: number) => Promise<void>
  /** Gives jobs back, for another worker to take at once and before others. */
  giveBack: (jobs: TakenJob[]) => Promise<void>
  /** Has this process look after the jobs of workers that died, its own among them, until `stop`. */
  supervise: () => Promise<void>
  stop: () => Promise<void>
}

/** Of jobs of an organization in the hands of all workers: each worker sees to its own. */
const noLimit = 1_000_000

/** The channel on which workers hear of new jobs. */
export const queueChannel = 'sluice_queue'

/** @param pool of the role that may write runs and the queue */
export function createRunQueue(pool: pg.Pool): RunQueue {
  let boss: Promise<PgBoss> | null = null
  let isSupervised = false

  /** Made on first use: most processes that only read runs never need it. */
  function started(): Promise<PgBoss> {
    boss ??= start(pool, isSupervised).catch((error: unknown) => {
      boss = null
      throw error
    })
    return boss
  }

  // A plan made while the queue was empty goes through all jobs for each that is taken, once there are many.
  const plannedEachTime = { executeSql: (text: string, values?: unknown[]) => pool.query(text, values) }

  async function take(queue: string, count: number, passedOver: string[] = []): Promise<TakenJob[]> {
    const boss = await started()
    const jobs = await boss.fetch<RunJob>(queue, {
      batchSize: count,
      ignoreGroups: passedOver,
      // It limits nothing; but with it the statement looks jobs up by a list of ids instead of joining what it
      // has chosen, which is what goes wrong.
      groupConcurrency: noLimit,
      db: plannedEachTime,
    })
    return jobs.map(toTaken)
  }

  async function replace(jobs: TakenJob[], toNew: (job: TakenJob) => JobInsert): Promise<void> {
    const boss = await started()
    // In this order: a job too many does no harm, and one too few would.
    await boss.insert(runQueue, jobs.map(toNew))
    await boss.deleteJob(runQueue, attemptsOf(jobs))
  }

  async function stop(): Promise<void> {
    const running = boss
    boss = null
    await (await running?.catch(() => null))?.stop({ graceful: false })
  }

  return {
    async add(client, jobs) {
      if (jobs.length === 0) return
      const db = { executeSql: (text: string, values?: unknown[]) => client.query(prepared(text, values)) }
      const rows = jobs.map(({ run: { organizationId, id: runId }, afterMs }) =>
        toRow({ organizationId, runId }, afterMs),
      )
      await (await started()).insert(runQueue, rows, { db })
      await client.query(`notify ${queueChannel}`)
    },
    take: (count, passedOver) => take(runQueue, count, passedOver),
    takeLost: (count) => take(lostRunQueue, count),
    async touch(jobs) {
      await (await started()).touch(runQueue, attemptsOf(jobs))
    },
    async remove(jobs) {
      await (await started()).deleteJob(runQueue, attemptsOf(jobs))
    },
    async removeLost(jobs) {
      await (await started()).deleteJob(lostRunQueue, attemptsOf(jobs))
    },
    postpone: (jobs, afterMs) => replace(jobs, (job) => toRow(job, afterMs)),
    // As new ones: those that fail too often are lost, and these have not failed.
    giveBack: (jobs) => replace(jobs, (job) => ({ ...toRow(job, 0), priority: 1 })),
    async supervise() {
      const wasSupervised = isSupervised
      // First, or whoever needs the queue in the meantime starts one that looks after nothing, for good.
      isSupervised = true
      if (!wasSupervised) await stop()
      await started()
    },
    stop,
  }
}

async function start(pool: pg.Pool, supervise: boolean): Promise<PgBoss> {
  const boss = new PgBoss({
    // What has no parameters may be several statements in one text, which can't be prepared.
    db: {
      executeSql: (text, values = []) => pool.query(values.length === 0 ? { text } : prepared(text, values)),
    },
    schema: queueSchema,
    migrate: false,
    createSchema: false,
    schedule: false,
    supervise,
    superviseIntervalSeconds: 5,
    monitorIntervalSeconds: 5,
    maintenanceIntervalSeconds: 60 * 60,
    // Only the owner of the tables could.
    reindex: false,
    monitorVacuum: false,
  })
  boss.on('error', (err) => log.warn({ err }, 'the queue of runs met an error'))
  return boss.start()
}

const names = new Map<string, string>()
/** There are some ten, unless pg-boss writes into them what differs each time. */
const maxNames = 200

/**
 * pg-boss gives its statements as texts, and long ones: Postgres is to plan each once a connection.
 */
function prepared(text: string, values: unknown[] = []): pg.QueryConfig {
  let name = names.get(text)
  if (name === undefined && names.size < maxNames) {
    name = `queue_${hash('sha1', text)}`
    names.set(text, name)
  }
  return { name, text, values }
}

function toRow({ organizationId, runId }: RunJob, afterMs: number) {
  const data: RunJob = { organizationId, runId }
  return { data, group: { id: organizationId }, startAfter: String(afterMs / 1000) } // an interval in seconds
}

function toTaken({ id, data, ...job }: Job<RunJob>): TakenJob {
  return { ...data, attempt: { id, retryCount: job.retryCount } }
}

function attemptsOf(jobs: TakenJob[]): JobAttempt[] {
  return jobs.map(({ attempt }) => attempt)
}
