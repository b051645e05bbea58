import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'

const isLinux = existsSync('/proc/self/smaps_rollup')

/** A process and all that descend from it. */
export function treeOf(pid: number): number[] {
  const children = new Map<number, number[]>()
  for (const [child, parent] of processes()) children.set(parent, [...(children.get(parent) ?? []), child])
  const below = (one: number): number[] => [one, ...(children.get(one) ?? []).flatMap(below)]
  return below(pid)
}

/**
 * Bytes of memory that processes take together. Where the system tells, a page that several share counts
 * as a part for each; elsewhere it counts for each of them, which says too much.
 */
export function memoryOf(pids: number[]): number {
  return pids.reduce((sum, pid) => sum + (isLinux ? proportionalBytes(pid) : residentBytes(pid)), 0)
}

/**
 * Milliseconds of a processor that processes have used since they began; NaN where the system has no /proc.
 * Unlike what a clock says, hardly changed by whatever else the machine does.
 */
export function cpuMsOf(pids: number[]): number {
  return pids.reduce((sum, pid) => {
    const [, ...fields] = read(`/proc/${pid}/stat`)?.split(')').at(-1)?.split(' ') ?? []
    // In ticks, of which Linux tells programs a hundred a second: for itself, and for the system.
    return sum + (Number(fields[11]) + Number(fields[12])) * 10
  }, 0)
}

/** Every process with its parent. */
function processes(): [number, number][] {
  if (!existsSync('/proc/self/stat')) {
    const lines = execFileSync('ps', ['-axo', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n')
    return lines.map((line) => line.trim().split(/\s+/).map(Number) as [number, number])
  }
  return readdirSync('/proc').flatMap((name): [number, number][] => {
    if (!/^\d+$/.test(name)) return []
    // The name of a program, in brackets, may have anything in it.
    const parent = read(`/proc/${name}/stat`)?.split(')').at(-1)?.trim().split(' ')[1]
    return parent === undefined ? [] : [[Number(name), Number(parent)]]
  })
}

// A process that has ended meanwhile has no memory.

function proportionalBytes(pid: number): number {
  const kibibytes = /^Pss: +(\d+) kB$/m.exec(read(`/proc/${pid}/smaps_rollup`) ?? '')?.[1]
  return Number(kibibytes ?? 0) * 1024
}

function residentBytes(pid: number): number {
  const { stdout } = spawnSync('ps', ['-o', 'rss=', '-p', `${pid}`], { encoding: 'utf8' })
  return Number(stdout.trim()) * 1024
}

/** Null for a process that is gone or not ours to look at. */
function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}
