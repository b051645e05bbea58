import type { Database } from '@/db/client'
import { type NoticeChannel, noticesOf, type Notices } from '@/lib/notices'

/** `sluice_runs`: something about a run has changed. `sluice_run_cancel`: somebody asked to cancel it. */
export type RunChannelName = Extract<NoticeChannel, 'sluice_runs' | 'sluice_run_cancel'>

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
// Next loads modules several times in a process; they share one.
const holder = globalThis as typeof globalThis & { [key]?: WeakMap<object, RunChannel> }

/** The channel of a database, made on first use. */
export function runChannel(db: Database): RunChannel {
  const channels = (holder[key] ??= new WeakMap())
  const existing = channels.get(db.$client)
  if (existing) return existing
  const channel = createRunChannel(noticesOf(db))
  channels.set(db.$client, channel)
  return channel
}

function createRunChannel(notices: Notices): RunChannel {
  const listeners = new Map<string, Set<() => void>>()

  function tell(name: string): void {
    for (const listener of listeners.get(name) ?? []) listener()
  }

  notices.subscribe({
    onNotice(channel, payload) {
      if (listeners.size > 0) for (const runId of payload.split(' ')) tell(`${channel} ${runId}`)
    },
    onGap: () => {
      for (const name of listeners.keys()) tell(name)
    },
  })

  return {
    subscribe(name, runId, onNotice) {
      const id = `${name} ${runId}`
      const set = listeners.get(id) ?? new Set()
      listeners.set(id, set)
      set.add(onNotice)
      void notices.ready()
      return () => {
        set.delete(onNotice)
        if (set.size === 0 && listeners.get(id) === set) listeners.delete(id)
      }
    },
    ready: notices.ready,
  }
}
