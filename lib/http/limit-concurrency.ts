import { SendFailure } from '@/lib/http/failures'
import { startDeadline } from '@/lib/http/start-deadline'
import type { StopSignal } from '@/lib/http/stop'

export type ConcurrencyLimits = { perProcess: number; perOrg: number; perOriginOfOrg: number }

export const defaultConcurrencyLimits: ConcurrencyLimits = {
  perProcess: 1000,
  perOrg: 200,
  perOriginOfOrg: 100,
}

type Waiter = { orgId: string; origin: string; number: number; start: () => void }

export type ConcurrencyLimiter = {
  /**
   * Waits for a free place, in order within an organization and in turn between organizations.
   *
   * @returns a function that gives the place back; calling it twice does no harm
   * @throws SendFailure `busy` after `maxWaitMs`, or the signal's reason
   */
  enter(orgId: string, origin: string, maxWaitMs: number, signal: StopSignal): Promise<() => void>
  /** The same at once, or null when there is no free place. */
  enterNow(orgId: string, origin: string): (() => void) | null
}

/** Keeps one organization, or one slow API of it, from using up the process. */
export function createConcurrencyLimiter(limits: ConcurrencyLimits): ConcurrencyLimiter {
  /** Of each organization, and of each origin of it. */
  const running = new Map<string, number>()
  /** Organizations in the order of their turns, with a queue for each origin: thousands may wait for one. */
  const waiting = new Map<string, Map<string, Set<Waiter>>>()
  let lastNumber = 0

  let total = 0
  const ofOrigin = (orgId: string, origin: string) => `${orgId} ${origin}`
  const count = (key: string) => running.get(key) ?? 0
  const hasRoom = (orgId: string, origin: string) =>
    total < limits.perProcess &&
    count(orgId) < limits.perOrg &&
    count(ofOrigin(orgId, origin)) < limits.perOriginOfOrg

  function add(key: string, change: 1 | -1): void {
    const now = count(key) + change
    if (now > 0) running.set(key, now)
    else running.delete(key)
  }

  function occupy(orgId: string, origin: string): () => void {
    const key = ofOrigin(orgId, origin)
    total += 1
    add(orgId, 1)
    add(key, 1)
    let isHeld = true
    return () => {
      if (!isHeld) return
      isHeld = false
      total -= 1
      add(orgId, -1)
      add(key, -1)
      if (waiting.size > 0) startNext()
    }
  }

  function enterNow(orgId: string, origin: string): (() => void) | null {
    return hasRoom(orgId, origin) ? occupy(orgId, origin) : null
  }

  function startNext(): void {
    for (const [orgId, queues] of waiting) {
      const next = firstWithRoom(orgId, queues)
      if (!next) continue
      remove(next)
      if (waiting.delete(orgId)) waiting.set(orgId, queues)
      next.start()
      return
    }
  }

  function firstWithRoom(orgId: string, queues: Map<string, Set<Waiter>>): Waiter | undefined {
    let first: Waiter | undefined
    for (const [origin, queue] of queues) {
      if (!hasRoom(orgId, origin)) continue
      const [head] = queue
      if (head && (!first || head.number < first.number)) first = head
    }
    return first
  }

  function enqueue(waiter: Waiter): void {
    const queues = waiting.get(waiter.orgId) ?? new Map<string, Set<Waiter>>()
    waiting.set(waiter.orgId, queues)
    const queue = queues.get(waiter.origin) ?? new Set()
    queues.set(waiter.origin, queue)
    queue.add(waiter)
  }

  function remove(waiter: Waiter): void {
    const queues = waiting.get(waiter.orgId)
    const queue = queues?.get(waiter.origin)
    queue?.delete(waiter)
    if (queue?.size === 0) queues?.delete(waiter.origin)
    if (queues?.size === 0) waiting.delete(waiter.orgId)
  }

  return {
    enterNow,
    async enter(orgId, origin, maxWaitMs, signal) {
      signal.throwIfAborted()
      const leave = enterNow(orgId, origin)
      if (leave) return leave
      return new Promise((resolve, reject) => {
        const waiter: Waiter = {
          orgId,
          origin,
          number: ++lastNumber,
          start: () => resolve(stopWaiting(occupy(orgId, origin))),
        }
        const giveUp = () => reject(stopWaiting(new SendFailure('busy', 'prepare', { limitMs: maxWaitMs })))
        const abort = () => reject(stopWaiting(signal.reason))
        enqueue(waiter)
        let stopTimer = () => {}
        signal.addEventListener('abort', abort)
        stopTimer = startDeadline(maxWaitMs, performance.now(), giveUp)

        function stopWaiting<T>(result: T): T {
          stopTimer()
          signal.removeEventListener('abort', abort)
          remove(waiter)
          return result
        }
      })
    },
  }
}
