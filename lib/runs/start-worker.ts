import { setTimeout as sleep } from 'node:timers/promises'
import type { OrgContext } from '@/lib/auth/context'
import { log } from '@/lib/log'
import { queueWait } from '@/lib/metrics/metrics'
import { noticesOf } from '@/lib/notices'
import type { Services } from '@/lib/services'
import { isDraining, onShutdown } from '@/lib/shutdown'
import { endLostRun } from './end-abandoned-runs'
import { type Execution, executeRun } from './execute-run'
import { outlastOutage } from './outlast-outage'
import { runChannel } from './run-channel'
import type { TakenJob } from './run-queue'
import { shareSlots } from './share-slots'
import type { ClaimedRun } from './store/claim-runs'
import { maxBatchSize } from './store/write-statement'
import { createTurns } from './take-turns'

/**
 * Runs that one worker executes at once, 100 of them of one organization. Nearly all of the time they wait for
 * somebody else's API.
 */
const slotsPerWorker = 150
/** Looked for jobs this often even without a notice: delays end, and notices get lost. */
const lookAgainMs = 250
/**
 * What comes and what is done within this time costs one statement together, and each costs Postgres about as
 * much as executing a run does. Nobody waits for it who comes alone.
 */
const gatherMs = 40
/** Five times within the time after which a silent worker's jobs are given to another. */
const touchEveryMs = 3_000
const lostRunsEveryMs = 5_000
/** Until a run that another process has is asked for again. */
const heldRunsAgainMs = 5_000

export type Worker = {
  /** Takes no more jobs, and resolves when those in hand are done. */
  stop: () => Promise<void>
}

/**
 * Executes the runs that wait in the queue, until it is stopped or the process drains. Any number of
 * workers may work on one database.
 * @param count how many workers this process is to be worth
 */
export function startWorker(services: Services, count: number): Worker {
  const slots = slotsPerWorker * count
  const { runQueue: queue, runStore } = services
  const inHand = new Set<TakenJob>()
  /** How many of those in hand go on, by organization; the others are done and only wait to be removed. */
  const executing = new Map<string, number>()
  const done: TakenJob[] = []
  const stopped = new AbortController()
  let wake: () => void = () => {}
  let isNoticed = true
  const turns = createTurns()
  const isStopping = () => stopped.signal.aborted || isDraining()

  const look = () => {
    isNoticed = true
    wake()
  }
  const unsubscribe = noticesOf(services.db).subscribe({
    onNotice: (channel) => channel === 'sluice_queue' && look(),
    onGap: look,
  })
  const touching = setInterval(() => {
    if (inHand.size > 0) queue.touch([...inHand]).catch(warn('the jobs in hand could not be kept'))
  }, touchEveryMs).unref()

  const endVigil = runStore.vigil.keep()

  /** Until there may be something to do. */
  async function untilNoticed(ms: number): Promise<void> {
    if (isNoticed || stopped.signal.aborted) return
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
    wake = () => {}
  }

  async function work(): Promise<void> {
    await noticesOf(services.db).ready()
    await queue.supervise()
    while (!isStopping()) {
      await untilNoticed(lookAgainMs)
      isNoticed = false
      const { count: room, full } = shareSlots(slots, executing)
      if (room === 0 || isStopping()) continue
      const askedAt = performance.now()
      const turn = turns.next(full, askedAt)
      if ('restMs' in turn) {
        // Whoever is full may have room before that, and then is not passed over.
        lookIn(turn.restMs)
        continue
      }
      const asked = Math.min(room, maxBatchSize)
      const jobs = await queue.take(asked, turn.passedOver)
      const tookAt = performance.now()
      const organizationIds = jobs.map(({ organizationId }) => organizationId)
      turns.end(turn, { organizationIds, isAll: jobs.length < asked, ms: tookAt - askedAt }, tookAt)
      if (jobs.length > 0) await (isStopping() ? queue.giveBack(jobs) : begin(jobs))
      // Those who were passed over wait already.
      if (turn.isOthers) isNoticed = true
      if (jobs.length === 0 || turn.isOthers) continue
      // Where others wait already, they come once there is room for many: for an organization alone, half of
      // what it may have.
      const until = performance.now() + gatherMs
      while (performance.now() < until && (jobs.length < asked || isBusy())) await sleep(5)
    }
  }

  const isBusy = () => shareSlots(slots, executing).free < (slots * 2) / 3

  function addExecuting(organizationId: string, change: 1 | -1): void {
    const runs = (executing.get(organizationId) ?? 0) + change
    if (runs > 0) executing.set(organizationId, runs)
    else executing.delete(organizationId)
  }

  async function begin(jobs: TakenJob[]): Promise<void> {
    for (const job of jobs) inHand.add(job)
    try {
      const { claimed, held } = await runStore.claim(jobs)
      const runs = new Map(claimed.map((run) => [run.id, run]))
      for (const job of jobs) {
        const run = runs.get(job.runId)
        // After a death a run may have two jobs in one batch, that of the dead worker and a new one.
        runs.delete(job.runId)
        // What is not to be had has ended meanwhile, or is executed for its other job.
        if (run) void execute(job, run)
        else if (!held.has(job.runId)) finish(job)
      }
      await postpone(jobs.filter(({ runId }) => held.has(runId)))
    } catch (error) {
      for (const job of jobs) inHand.delete(job)
      throw error // they come back when they have not been touched for a while
    }
    // Others may be waiting behind a full batch.
    isNoticed = true
  }

  /** Their processes live, and may yet die. */
  async function postpone(jobs: TakenJob[]): Promise<void> {
    for (const job of jobs) inHand.delete(job)
    // They come back sooner or later when this fails.
    if (jobs.length > 0) await queue.postpone(jobs, heldRunsAgainMs).catch(warn('jobs could not be put off'))
  }

  async function execute(job: TakenJob, run: ClaimedRun): Promise<void> {
    addExecuting(job.organizationId, 1)
    try {
      const execution = await executeClaimed(services, run)
      if (execution.outcome === 'left') {
        // Another attempt has the job of a lost run, and a result that can't be stored may yet be had again.
        if (execution.reason === 'released') await queue.giveBack([job])
        // Not before: a worker that stops waits for those in hand.
        inHand.delete(job)
      } else finish(job)
      if (execution.outcome === 'suspended') lookIn(execution.until.getTime() - Date.now())
    } catch (err) {
      inHand.delete(job)
      log.error({ err, runId: run.id }, 'a run could not be executed')
    }
    addExecuting(job.organizationId, -1)
    look()
  }

  function lookIn(ms: number): void {
    setTimeout(look, Math.max(0, ms)).unref()
  }

  /** Jobs that are done within a moment are removed together. */
  function finish(job: TakenJob): void {
    done.push(job)
    if (done.length === 1) setTimeout(() => void remove(), gatherMs)
  }

  async function remove(): Promise<void> {
    const jobs = done.splice(0)
    try {
      await queue.remove(jobs)
    } catch (err) {
      // They come back, and whoever takes them finds their runs ended.
      log.warn({ err }, 'jobs that are done could not be removed')
    }
    for (const job of jobs) inHand.delete(job)
    look()
  }

  async function endLostRuns(): Promise<void> {
    const jobs = await queue.takeLost(100)
    const heard = runStore.vigil.heard()
    const done: TakenJob[] = []
    for (const job of jobs) if (heard && (await endLostRun(services.db, heard, job))) done.push(job)
    // The others come back when they have not been touched for a while.
    if (done.length > 0) await queue.removeLost(done)
  }

  /** An outage of the database ends no worker. */
  async function forEver(task: () => Promise<void>, everyMs: number): Promise<void> {
    while (!isStopping()) {
      await task().catch(warn('a worker goes on after a failure'))
      await sleep(everyMs, undefined, { signal: stopped.signal }).catch(() => {})
    }
  }

  const working = Promise.all([forEver(work, 1_000), forEver(endLostRuns, lostRunsEveryMs)])

  async function stop(): Promise<void> {
    stopped.abort()
    look()
    await working
    while (inHand.size > 0) await new Promise<void>((resolve) => (wake = resolve))
    clearInterval(touching)
    endVigil()
    unsubscribe()
    await queue.stop()
  }
  onShutdown(stop)
  return { stop }
}

function warn(what: string) {
  return (err: unknown) => log.warn({ err }, what)
}

async function executeClaimed(services: Services, run: ClaimedRun): Promise<Execution> {
  const { id, organizationId, fence, revision, resumed } = run
  // Or else it comes back from a delay or a process that died.
  if (!run.isBegun) queueWait(Math.max(0, Date.now() - run.createdAt.getTime()))
  let { cancelRequested } = run
  // The run itself listens from when it is executed, and reading its steps may take a while.
  const ignoreCancellation = runChannel(services.db).subscribe('sluice_run_cancel', id, () => {
    cancelRequested = true
  })
  try {
    const version = await outlastOutage(() => services.reads.flowVersion(organizationId, run.flowVersionId))
    if (!version) throw new Error('A run is of a version that is not there.')
    const ctx: OrgContext = {
      ...services,
      orgId: organizationId,
      orgSlug: '',
      actor: run.actor,
      role: 'editor',
      requestId: run.requestId,
      address: null,
    }
    const steps = run.isBegun ? await outlastOutage(() => services.runStore.steps(run)) : []
    const entry = run.hasEntry ? await outlastOutage(() => services.runStore.entry(run)) : null
    const { finished } = executeRun(ctx, {
      execution: {
        definition: version.definition,
        input: run.input,
        entry,
        run: { id, startedAt: run.startedAt.toISOString() },
      },
      acceptedAt: run.createdAt,
      recorded: { id, fence, flowName: version.flowName, insert: null, isAwaited: false, steps, revision },
      isQueued: true,
      cancelRequested,
      resumed,
    })
    return finished
  } finally {
    ignoreCancellation()
  }
}
