import { Bag } from './bag'

/**
 * Ends the work of a process in good order. The list lives on `globalThis`, because Next loads this
 * module several times (once a bundle) and the server that hears the signal is yet another copy.
 */
type Shutdown = {
  draining: boolean
  tasks: Set<ShutdownTask>
  /** Called when whoever still waits for something has to be told that it takes longer. */
  waiting: Bag<() => void>
}

/**
 * Lets work in flight finish, then frees what it used. `deadline` fires when there is no more time:
 * end what is left then, and resolve.
 */
export type ShutdownTask = (deadline: AbortSignal) => Promise<void>

const key = Symbol.for('sluice.shutdown')
const holder = globalThis as typeof globalThis & { [key]?: Shutdown }

function shutdown(): Shutdown {
  return (holder[key] ??= { draining: false, tasks: new Set(), waiting: new Bag() })
}

/** Whether the process is on its way out: not ready any more, and no new background work. */
export function isDraining(): boolean {
  return shutdown().draining
}

/** Has `task` run when the process drains. @returns a function that takes it off the list again */
export function onShutdown(task: ShutdownTask): () => void {
  shutdown().tasks.add(task)
  return () => shutdown().tasks.delete(task)
}

/**
 * Calls back a moment after the deadline of a drain: what could be ended has been by then, and the process
 * answers whoever waits for anything else.
 * @returns a function that takes it back
 */
export function onLate(tell: () => void): () => void {
  return shutdown().waiting.add(tell)
}

const lateAfterMs = 1_000
/** What tasks have after the deadline to end what is left: less than the 5 s that make it 30 s in all. */
const afterDeadlineMs = 4_000

/**
 * Says that the process is on its way out, and waits for every task, a moment longer than until the
 * deadline: a database that hangs must not keep the process.
 */
export async function drain(deadline: AbortSignal): Promise<void> {
  shutdown().draining = true
  void after(deadline, lateAfterMs).then(() => {
    for (const tell of shutdown().waiting.all()) tell()
  })
  const tasks = [...shutdown().tasks].map((task) => task(deadline))
  const results = await Promise.race([Promise.allSettled(tasks), afterDeadline(deadline)])
  const failures = results.flatMap((result) =>
    result.status === 'rejected' ? [result.reason as unknown] : [],
  )
  if (failures.length > 0) throw new AggregateError(failures, 'Not everything could be ended in good order')
}

async function afterDeadline(deadline: AbortSignal): Promise<PromiseRejectedResult[]> {
  await after(deadline, afterDeadlineMs)
  return [{ status: 'rejected', reason: new Error('The time was up.') }]
}

async function after(deadline: AbortSignal, ms: number): Promise<void> {
  if (!deadline.aborted) {
    await new Promise((resolve) => deadline.addEventListener('abort', resolve, { once: true }))
  }
  await new Promise((resolve) => setTimeout(resolve, ms).unref())
}
