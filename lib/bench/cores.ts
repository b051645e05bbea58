import { spawnSync } from 'node:child_process'

/**
 * Which processor carries what is measured, and which one the load and the other side, so that neither
 * takes time from the other. Null leaves it to the system.
 */
export type Cores = { server: number | null; load: number | null }

/** Two processors that this process may use, where `taskset` can hand them out. */
export function chooseCores(): Cores {
  const { stdout } = spawnSync('taskset', ['-cp', `${process.pid}`], { encoding: 'utf8' })
  const allowed = parseCores(stdout ?? '')
  const [server, load] = [allowed.at(0), allowed.at(-1)]
  if (server === undefined || load === undefined || server === load) return { server: null, load: null }
  return { server, load }
}

/** Of `pid 7's current affinity list: 0-2,5`: 0, 1, 2 and 5. */
export function parseCores(said: string): number[] {
  const list = /list: ([\d,-]+)/.exec(said)?.[1] ?? ''
  return list.split(',').flatMap((range) => {
    const [first, last = first] = range.split('-').map(Number)
    if (range === '' || first === undefined || last === undefined) return []
    return Array.from({ length: last - first + 1 }, (_, index) => first + index)
  })
}

/** How to run Node on a processor: a program and its arguments. */
export function nodeOn(core: number | null, args: string[]): [string, string[]] {
  if (core === null) return [process.execPath, args]
  return ['taskset', ['-c', `${core}`, process.execPath, ...args]]
}

/** For the title of a table. */
export function placement({ server }: Cores): string {
  return server === null
    ? 'servers and load share all processors, for want of taskset'
    : 'servers on one processor, load and upstream on another'
}
