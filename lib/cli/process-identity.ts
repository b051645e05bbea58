import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/**
 * Names one process for good: a number alone is given out again after its process ends or the machine
 * restarts. Null when no such process lives; a zombie counts as dead, because in a container nobody
 * may ever collect it.
 */
export function processIdentity(pid: number): string | null {
  if (process.platform === 'linux') return linuxIdentity(pid)
  if (process.platform === 'win32') return isSignalable(pid) ? `${pid}` : null
  const ps = spawnSync('ps', ['-o', 'stat=,lstart=', '-p', `${pid}`], { encoding: 'utf8' })
  const line = ps.stdout.trim()
  return line && !line.startsWith('Z') ? `${pid}@${line.replace(/^\S+\s+/, '')}` : null
}

export function isAlive(identity: string): boolean {
  const pid = Number.parseInt(identity, 10)
  return Number.isInteger(pid) && processIdentity(pid) === identity
}

function linuxIdentity(pid: number): string | null {
  try {
    // The second field, the command in parentheses, may itself hold spaces and parentheses.
    const afterCommand = readFileSync(`/proc/${pid}/stat`, 'utf8').split(')').pop() ?? ''
    const [state, ...fields] = afterCommand.trim().split(' ')
    if (state === 'Z' || state === 'X') return null
    const startedAtTick = fields[18]
    return `${pid}@${startedAtTick}@${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}`
  } catch {
    return null // /proc has no such process
  }
}

function isSignalable(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
