import { SendFailure } from '@/lib/http/failures'

export type ConcurrencyLimits = { perProcess: number; perOrg: number; perOriginOfOrg: number }

export const defaultConcurrencyLimits: ConcurrencyLimits = {
  perProcess: 1000,
  perOrg: 200,
  perOriginOfOrg: 100,
}

type Waiter = { origin: string; start: () => void }

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
  /** In the order of their turns. */
  const waiting = new Map<string, Waiter[]>()

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
    for (const [orgId, queue] of waiting) {
      const next = queue.find((waiter) => hasRoom(orgId, waiter.origin))
      if (!next) continue
      remove(orgId, next)
      const rest = waiting.get(orgId)
      if (rest) {
        waiting.delete(orgId)
        waiting.set(orgId, rest)
      }
      next.start()
      return
    }
  }

  function remove(orgId: string, waiter: Waiter): void {
    const rest = (waiting.get(orgId) ?? []).filter((item) => item !== waiter)
    if (rest.length > 0) waiting.set(orgId, rest)
    else waiting.delete(orgId)
  }

  return {
    async enter(orgId, origin, maxWaitMs, signal) {
      signal.throwIfAborted()
      if (hasRoom(orgId, origin)) return occupy(orgId, origin)
      return new Promise((resolve, reject) => {
        const waiter: Waiter = { origin, start: () => resolve(stopWaiting(occupy(orgId, origin))) }
        const giveUp = () => reject(stopWaiting(new SendFailure('busy', 'prepare', { limitMs: maxWaitMs })))
        const abort = () => reject(stopWaiting(signal.reason))
        const timer = setTimeout(giveUp, maxWaitMs)
        signal.addEventListener('abort', abort)
        waiting.set(orgId, [...(waiting.get(orgId) ?? []), waiter])

        function stopWaiting<T>(result: T): T {
          clearTimeout(timer)
          signal.removeEventListener('abort', abort)
          remove(orgId, waiter)
          return result
        }
      })
    },
  }
}
