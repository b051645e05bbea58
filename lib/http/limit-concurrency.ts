import { SendFailure } from '@/lib/http/failures'
import { startDeadline } from '@/lib/http/start-deadline'

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
  enter(orgId: string, origin: string, maxWaitMs: number, signal: AbortSignal): Promise<() => void>
}

/** Keeps one organization, or one slow API of it, from using up the process. */
export function createConcurrencyLimiter(limits: ConcurrencyLimits): ConcurrencyLimiter {
  const running = new Map<string, number>()
  /** Organizations in the order of their turns, with a queue for each origin: thousands may wait for one. */
  const waiting = new Map<string, Map<string, Set<Waiter>>>()
  let lastNumber = 0

  const keys = (orgId: string, origin: string) => ['', `org ${orgId}`, `origin ${orgId} ${origin}`] as const
  const hasRoom = (orgId: string, origin: string) => {
    const [all, org, originOfOrg] = keys(orgId, origin)
    const count = (key: string) => running.get(key) ?? 0
    return (
      count(all) < limits.perProcess &&
      count(org) < limits.perOrg &&
      count(originOfOrg) < limits.perOriginOfOrg
    )
  }

  function occupy(orgId: string, origin: string): () => void {
    for (const key of keys(orgId, origin)) running.set(key, (running.get(key) ?? 0) + 1)
    let isHeld = true
    return () => {
      if (!isHeld) return
      isHeld = false
      for (const key of keys(orgId, origin)) {
        const left = (running.get(key) ?? 1) - 1
        if (left > 0) running.set(key, left)
        else running.delete(key)
      }
      startNext()
    }
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

  function add(waiter: Waiter): void {
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
    async enter(orgId, origin, maxWaitMs, signal) {
      signal.throwIfAborted()
      if (hasRoom(orgId, origin)) return occupy(orgId, origin)
      return new Promise((resolve, reject) => {
        const waiter: Waiter = {
          orgId,
          origin,
          number: ++lastNumber,
          start: () => resolve(stopWaiting(occupy(orgId, origin))),
        }
        const giveUp = () => reject(stopWaiting(new SendFailure('busy', 'prepare', { limitMs: maxWaitMs })))
        const abort = () => reject(stopWaiting(signal.reason))
        add(waiter)
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
