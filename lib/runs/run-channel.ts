import pg from 'pg'
import type { Database } from '@/db/client'
import { log } from '@/lib/log'

/** `sluice_runs`: something about a run has changed. `sluice_run_cancel`: somebody asked to cancel it. */
export type RunChannelName = 'sluice_runs' | 'sluice_run_cancel'

/** Notices about runs from all processes, over one connection a process. */
export type RunChannel = {
  /**
   * Calls back after each notice about a run, and whenever one may have been missed. So a notice means
   * no more than that it is time to look.
   * @returns a function that ends it
   */
  subscribe: (name: RunChannelName, runId: string, onNotice: () => void) => () => void
  /** Resolves when notices arrive, or when the first attempt to get them has failed. */
  ready: () => Promise<void>
}

const key = Symbol.for('sluice.runChannels')
// Next loads modules several times in a process; they share one connection.
const holder = globalThis as typeof globalThis & { [key]?: WeakMap<object, RunChannel> }

/** The channel of a database, made on first use. */
export function runChannel(db: Database): RunChannel {
  const channels = (holder[key] ??= new WeakMap())
  const pool = db.$client
  const existing = channels.get(pool)
  if (existing) return existing
  const channel = createRunChannel(pool.options.connectionString)
  channels.set(pool, channel)
  return channel
}

const maxReconnectMs = 5_000

function createRunChannel(connectionString: string | undefined): RunChannel {
  const listeners = new Map<string, Set<() => void>>()
  let client: pg.Client | null = null
  let connecting: Promise<void> | null = null
  let reconnectMs = 100

  async function connect(): Promise<void> {
    const next = new pg.Client({ connectionString, keepAlive: true, application_name: 'sluice runs' })
    next.on('notification', ({ channel, payload }) => tell(`${channel} ${payload}`))
    const lose = () => {
      if (client !== next) return
      client = null
      connecting = null
      reconnectLater()
    }
    next.on('error', lose)
    next.on('end', lose)
    try {
      await next.connect()
      // Watching alone keeps no process alive. @types/pg doesn't know the method.
      ;(next as pg.Client & { unref: () => void }).unref()
      await next.query('listen sluice_runs')
      await next.query('listen sluice_run_cancel')
      client = next
      reconnectMs = 100
      // Whatever was said while nobody listened: everyone looks for themselves.
      for (const name of listeners.keys()) tell(name)
    } catch (err) {
      log.warn({ err }, 'no notices about runs for now')
      connecting = null
      await next.end().catch(() => {}) // it never was connected
      reconnectLater()
    }
  }

  function reconnectLater(): void {
    if (listeners.size === 0) return
    setTimeout(() => void ready(), reconnectMs).unref()
    reconnectMs = Math.min(reconnectMs * 2, maxReconnectMs)
  }

  function ready(): Promise<void> {
    return (connecting ??= connect())
  }

  function tell(name: string): void {
    for (const listener of listeners.get(name) ?? []) listener()
  }

  return {
    subscribe(name, runId, onNotice) {
      const id = `${name} ${runId}`
      const set = listeners.get(id) ?? new Set()
      listeners.set(id, set)
      set.add(onNotice)
      void ready()
      return () => {
        set.delete(onNotice)
        if (set.size === 0 && listeners.get(id) === set) listeners.delete(id)
      }
    },
    ready,
  }
}
