import pg from 'pg'
import type { Database } from '@/db/client'
import { log } from '@/lib/log'

/**
 * `sluice_runs`: something about a run has changed. `sluice_run_cancel`: somebody asked to cancel it.
 * `sluice_queue`: a run waits for a worker. `sluice_changes`: a row that processes remember has changed; triggers of the database say so.
 */
const channels = ['sluice_runs', 'sluice_run_cancel', 'sluice_changes', 'sluice_queue'] as const
export type NoticeChannel = (typeof channels)[number]

/** What all processes on one database tell each other, over one connection a process. */
export type Notices = {
  /** Whether what is said from now on will arrive here. */
  isListening: () => boolean
  /** @returns a function that ends it */
  subscribe: (subscriber: NoticeSubscriber) => () => void
  /** Resolves when notices arrive, or when the first attempt to get them has failed. */
  ready: () => Promise<void>
}

export type NoticeSubscriber = {
  onNotice: (channel: NoticeChannel, payload: string) => void
  /** Notices may have been missed: when the connection is lost, and again when there is another. */
  onGap: () => void
}

const key = Symbol.for('sluice.notices')
// Next loads modules several times in a process; they share one connection.
const holder = globalThis as typeof globalThis & { [key]?: WeakMap<object, Notices> }

/** The notices of a database, whose connection is made when somebody first wants to be `ready`. */
export function noticesOf(db: Database): Notices {
  const known = (holder[key] ??= new WeakMap())
  const pool = db.$client
  const existing = known.get(pool)
  if (existing) return existing
  const notices = createNotices(pool.options.connectionString)
  known.set(pool, notices)
  return notices
}

const maxReconnectMs = 5_000
/** A connection that dies without a word, as when a machine vanishes, is missed after these two. */
const heartbeatMs = 2_000
const answerWithinMs = 3_000

function createNotices(connectionString: string | undefined): Notices {
  const subscribers = new Set<NoticeSubscriber>()
  let client: pg.Client | null = null
  let connecting: Promise<void> | null = null
  let reconnectMs = 100

  async function connect(): Promise<void> {
    const next = new pg.Client({
      connectionString,
      keepAlive: true,
      application_name: 'sluice notices',
      connectionTimeoutMillis: answerWithinMs,
      query_timeout: answerWithinMs,
    })
    next.on('notification', ({ channel, payload = '' }) => {
      if (isChannel(channel)) for (const subscriber of subscribers) subscriber.onNotice(channel, payload)
    })
    const lose = () => {
      if (client !== next) return
      client = null
      connecting = null
      clearInterval(heartbeat)
      next.end().catch(() => {}) // it is lost already
      tellOfGap()
      reconnectLater()
    }
    const heartbeat = setInterval(() => {
      if (client === next) next.query('select').catch(lose)
    }, heartbeatMs).unref()
    next.on('error', lose)
    next.on('end', lose)
    try {
      await next.connect()
      // Listening alone keeps no process alive. @types/pg doesn't know the method.
      ;(next as pg.Client & { unref: () => void }).unref()
      await next.query(channels.map((channel) => `listen ${channel}`).join(';'))
      client = next
      reconnectMs = 100
      // Whatever was said while nobody listened: everyone looks for themselves.
      tellOfGap()
    } catch (err) {
      log.warn({ err }, 'no notices of other processes for now')
      connecting = null
      clearInterval(heartbeat)
      await next.end().catch(() => {}) // it never was connected
      reconnectLater()
    }
  }

  function reconnectLater(): void {
    if (subscribers.size === 0) return
    setTimeout(() => void ready(), reconnectMs).unref()
    reconnectMs = Math.min(reconnectMs * 2, maxReconnectMs)
  }

  function ready(): Promise<void> {
    return (connecting ??= connect())
  }

  function tellOfGap(): void {
    for (const subscriber of subscribers) subscriber.onGap()
  }

  return {
    isListening: () => client !== null,
    subscribe(subscriber) {
      subscribers.add(subscriber)
      return () => subscribers.delete(subscriber)
    },
    ready,
  }
}

function isChannel(name: string): name is NoticeChannel {
  return channels.some((channel) => channel === name)
}
