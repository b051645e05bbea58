import type pg from 'pg'
import { log } from '@/lib/log'

/**
 * Since when a process hears the others, by the clock of the database. While the database is away nobody's
 * heart can be heard, so nobody's silence counts; the same goes for a process that was asleep itself.
 */
export type Vigil = {
  /** Goes on looking from now on. @returns a function that ends it */
  keep: () => () => void
  /** What it heard: `null` before the first look. */
  heard: () => Heard | null
  /** Looks now. */
  look: () => Promise<void>
}

/** Without a gap between the two. */
export type Heard = { from: Date; until: Date }

const lookEveryMs = 2_000
/** What is more between two looks, or since the last, is a gap. */
const gapSeconds = 10

/** @param pool of any role */
export function createVigil(pool: pg.Pool): Vigil {
  let heard: Heard | null = null
  let isLooking = false

  async function look(): Promise<void> {
    const { rows } = await pool.query<{ now: Date }>('select now()')
    const [{ now } = { now: new Date(0) }] = rows
    const sinceMs = heard === null ? 0 : now.getTime() - heard.until.getTime()
    // A clock that was set back is a gap too, or nobody would be silent until it is as late again.
    const isGap = sinceMs < 0 || sinceMs > gapSeconds * 1_000
    heard = { from: isGap || heard === null ? now : heard.from, until: now }
  }

  async function lookOnce(): Promise<void> {
    if (isLooking) return
    isLooking = true
    await look().catch((err: unknown) => log.warn({ err }, 'the database can’t be reached'))
    isLooking = false
  }

  return {
    keep() {
      const timer = setInterval(() => void lookOnce(), lookEveryMs).unref()
      void lookOnce()
      return () => clearInterval(timer)
    },
    heard: () => heard,
    look,
  }
}

/**
 * SQL for how long a run's heart has been silent, as far as a vigil can tell. A statement that was held up
 * itself tells nothing.
 * @param from and `until`, of what the vigil heard: SQL for a time, such as a parameter
 */
export function silenceSql(from: string, until: string): string {
  return `(now() - greatest(runs.heartbeat_at, case
    when now() < ${until}::timestamptz + interval '${gapSeconds} seconds' then ${from}::timestamptz
    else now() end))`
}
