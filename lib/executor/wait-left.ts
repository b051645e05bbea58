import type { Resumed } from './types'

/** A wait as it was noted when it began, maybe by a machine whose clock is another. */
type Wait = { ms: number; until: number }

/**
 * How many milliseconds are left of the wait of a step that is taken up again; none are when it is over. The
 * queue knows best. Where it was never told, because the process died before, the clock decides within what
 * is certain: no more than the whole wait is left, and no less than what the run is too young for.
 */
export function waitLeft({ ms, until }: Wait, { hasWaited, ageMs }: Resumed, now: number): number {
  if (hasWaited) return 0
  return Math.min(ms, Math.max(until - now, ms - ageMs))
}
