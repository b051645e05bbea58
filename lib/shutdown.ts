/**
 * Ends the work of a process in good order. The list lives on `globalThis`, because Next loads this
 * module several times (once a bundle) and the server that hears the signal is yet another copy.
 */
type Shutdown = {
  draining: boolean
  tasks: Set<ShutdownTask>
}

/**
 * Lets work in flight finish, then frees what it used. `deadline` fires when there is no more time:
 * end what is left then, and resolve.
 */
export type ShutdownTask = (deadline: AbortSignal) => Promise<void>

const key = Symbol.for('sluice.shutdown')
const holder = globalThis as typeof globalThis & { [key]?: Shutdown }

function shutdown(): Shutdown {
  return (holder[key] ??= { draining: false, tasks: new Set() })
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

/** Says that the process is on its way out, and waits for every task. */
export async function drain(deadline: AbortSignal): Promise<void> {
  shutdown().draining = true
  const results = await Promise.allSettled([...shutdown().tasks].map((task) => task(deadline)))
  const failures = results.flatMap((result) =>
    result.status === 'rejected' ? [result.reason as unknown] : [],
  )
  if (failures.length > 0) throw new AggregateError(failures, 'Not everything could be ended in good order')
}
