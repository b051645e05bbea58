import { setTimeout as sleep } from 'node:timers/promises'
import { and, eq, inArray, sql } from 'drizzle-orm'
import { type Database, withOrg } from '@/db/client'
import { runs } from '@/db/schema'
import { log } from '@/lib/log'
import { onShutdown } from '@/lib/shutdown'

/** Why a run is stopped from outside: asked for, the process ends, or it is no longer this process's. */
export type StopReason = 'canceled' | 'interrupted' | 'lost'

export type RunningRun = {
  id: string
  orgId: string
  db: Database
  stop: (reason: StopReason) => void
  /** Settles when nothing more is done for the run. */
  finished: Promise<unknown>
}

/** A third of the time after which `interruptStaleRuns` takes a run for abandoned. */
const heartbeatMs = 10_000
/** How long runs that were stopped have to store how they ended. */
const graceMs = 5_000

const key = Symbol.for('sluice.runningRuns')
type Registry = { runs: Map<string, RunningRun>; timer: NodeJS.Timeout | null }
// Next loads modules several times in a process; whoever drains it has to find every run.
const holder = globalThis as typeof globalThis & { [key]?: Registry }

function registry(): Registry {
  if (!holder[key]) {
    holder[key] = { runs: new Map(), timer: null }
    onShutdown(drainRuns)
  }
  return holder[key]
}

/** Keeps a run's heart beating until it has finished. */
export function trackRun(run: RunningRun): void {
  const { runs: running } = registry()
  running.set(run.id, run)
  registry().timer ??= setInterval(() => void beat(), heartbeatMs).unref()
  const forget = () => {
    running.delete(run.id)
    const { timer } = registry()
    if (running.size > 0 || !timer) return
    clearInterval(timer)
    registry().timer = null
  }
  run.finished.then(forget, forget)
}

/** Waits for the runs of this process; those left at the deadline end as `interrupted`. */
export async function drainRuns(deadline: AbortSignal): Promise<void> {
  const left = () => Promise.allSettled([...registry().runs.values()].map(({ finished }) => finished))
  await Promise.race([left(), aborted(deadline)])
  for (const run of registry().runs.values()) run.stop('interrupted')
  await Promise.race([left(), sleep(graceMs, undefined, { ref: false })])
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}

/**
 * Says that the runs are alive, and hears of what a notice failed to tell: that one is to be canceled, or
 * was given up as dead while this process was too slow, in which case its results no longer count.
 */
async function beat(): Promise<void> {
  const byOrg = new Map<string, RunningRun[]>()
  for (const run of registry().runs.values()) byOrg.set(run.orgId, [...(byOrg.get(run.orgId) ?? []), run])
  await Promise.all(
    [...byOrg.values()].map((group) =>
      // The next beat tries again; the database has three of them before anything happens.
      beatFor(group).catch((err: unknown) => log.warn({ err }, 'heartbeat of runs failed')),
    ),
  )
}

async function beatFor(group: RunningRun[]): Promise<void> {
  const [first] = group
  if (!first) return
  const ids = group.map(({ id }) => id)
  const alive = await withOrg(first, (tx) =>
    tx
      .update(runs)
      .set({ heartbeatAt: sql`now()` })
      .where(and(eq(runs.organizationId, first.orgId), inArray(runs.id, ids), eq(runs.status, 'running')))
      .returning({ id: runs.id, cancelRequestedAt: runs.cancelRequestedAt }),
  )
  const found = new Map(alive.map((row) => [row.id, row]))
  for (const run of group) {
    const row = found.get(run.id)
    if (!row) run.stop('lost')
    else if (row.cancelRequestedAt) run.stop('canceled')
  }
}
