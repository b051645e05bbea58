import { setTimeout as sleep } from 'node:timers/promises'
import { Bag } from '@/lib/bag'
import { log } from '@/lib/log'
import { observeRunning } from '@/lib/metrics/metrics'
import { onShutdown } from '@/lib/shutdown'
import type { RunStore } from './store/create-run-store'

/**
 * Why a run is stopped from outside: asked for; the process ends, and with it the run, or it gives the run
 * back to the queue; or the run is no longer this process's.
 */
export type StopReason = 'canceled' | 'interrupted' | 'released' | 'lost'

export type RunningRun = {
  id: string
  orgId: string
  fence: number
  store: RunStore
  /** Whether others can see it by now. */
  isStored: () => boolean
  /** Whether another process can go on with it. */
  isQueued: boolean
  stop: (reason: StopReason) => void
  /** Settles when nothing more is done for the run. */
  finished: Promise<unknown>
}

/** A sixth of the time after which `endAbandonedRuns` takes a run for abandoned. */
const heartbeatMs = 5_000
/** How long runs that were stopped have to store how they ended. */
const graceMs = 3_000

const key = Symbol.for('sluice.runningRuns')
type Registry = { runs: Bag<RunningRun>; timer: NodeJS.Timeout | null }
// Next loads modules several times in a process; whoever drains it has to find every run.
const holder = globalThis as typeof globalThis & { [key]?: Registry }

function registry(): Registry {
  if (!holder[key]) {
    holder[key] = { runs: new Bag(), timer: null }
    onShutdown(drainRuns)
    observeRunning(countRunning)
  }
  return holder[key]
}

/** How many runs this process is executing. */
export function countRunning(): number {
  return holder[key]?.runs.size ?? 0
}

/** Whether it is this process that executes a run. */
export function isRunningHere(id: string): boolean {
  return holder[key]?.runs.all().some((run) => run.id === id) ?? false
}

/** Keeps a run's heart beating until it has finished. */
export function trackRun(run: RunningRun): void {
  const known = registry()
  const forget = known.runs.add(run)
  known.timer ??= setInterval(() => void beat(), heartbeatMs).unref()
  run.finished.then(forget, forget)
}

/** Waits for the runs of this process; those left at the deadline are given back, or end as `interrupted`. */
export async function drainRuns(deadline: AbortSignal): Promise<void> {
  const { runs } = registry()
  const left = () => Promise.allSettled(runs.all().map(({ finished }) => finished))
  await Promise.race([left(), aborted(deadline)])
  for (const run of runs.all()) run.stop(run.isQueued ? 'released' : 'interrupted')
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
export async function beat(): Promise<void> {
  const byStore = new Map<RunStore, RunningRun[]>()
  for (const run of registry().runs.all()) {
    if (run.isStored()) byStore.set(run.store, [...(byStore.get(run.store) ?? []), run])
  }
  for (const [store, runs] of byStore) {
    try {
      const alive = await store.beat(runs)
      for (const run of runs) {
        const found = alive.get(run.id)
        if (!found) run.stop('lost')
        else if (found.cancelRequested) run.stop('canceled')
      }
    } catch (err) {
      // The next beat tries again; the database has six of them before anything happens.
      log.warn({ err }, 'heartbeat of runs failed')
    }
  }
}
