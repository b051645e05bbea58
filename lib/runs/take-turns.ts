/** So many times as long as a take took that passed over jobs, no other does. */
const restTimes = 4
const leastRestMs = 40
/** The same for turns of others, which whoever could have been taken instead pays for. */
const othersRestTimes = 20
const leastOthersRestMs = 250

export type Turn = {
  /** Organizations of which none are taken. */
  passedOver: string[]
  /** Whether it is that of those who had none yet. */
  isOthers: boolean
}

export type Turns = {
  /**
   * @param full organizations of which none may be taken
   * @returns the turn, or for how long there is none
   */
  next: (full: string[], now: number) => Turn | { restMs: number }
  /** @param took whose jobs were taken, and whether there was none left to take */
  end: (turn: Turn, took: { organizationIds: string[]; isAll: boolean; ms: number }, now: number) => void
}

/**
 * Whose jobs a worker takes: those that have waited longest, and from time to time those of organizations that
 * had no turn since others had, however many jobs of these are before theirs. Postgres goes through the jobs that
 * are passed over, of which there may be very many, so that this has to rest. Times are of any one clock, in
 * milliseconds.
 */
export function createTurns(): Turns {
  /** Who had a turn, until everybody who waits had one. */
  const served = new Set<string>()
  let passOverAt = 0
  let othersAt = 0
  return {
    next(full, now) {
      const isRest = now < passOverAt
      if (full.length > 0 && isRest) return { restMs: passOverAt - now }
      const isOthers = served.size > 0 && !isRest && now >= othersAt
      return { passedOver: isOthers ? [...new Set([...full, ...served])] : full, isOthers }
    },
    end({ passedOver, isOthers }, { organizationIds, isAll, ms }, now) {
      if (passedOver.length > 0) passOverAt = now + Math.max(leastRestMs, restTimes * ms)
      if (isOthers) othersAt = now + Math.max(leastOthersRestMs, othersRestTimes * ms)
      if (isAll) served.clear()
      else for (const id of organizationIds) served.add(id)
    },
  }
}
