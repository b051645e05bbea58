import type { Database } from '@/db/client'
import { Bag } from '@/lib/bag'
import { type NoticeChannel, noticesOf, type Notices } from '@/lib/notices'
import { beat } from './running-runs'

/** `sluice_runs`: something about a run has changed. `sluice_run_cancel`: somebody asked to cancel it. */
export type RunChannelName = Extract<NoticeChannel, 'sluice_runs' | 'sluice_run_cancel'>

/** Notices about runs from all processes, over one connection a process. */
export type RunChannel = {
  /**
   * Calls back after each notice about a run; about a change also whenever one may have been missed, so
   * that it means no more than that it is time to look. Of a missed cancellation a heartbeat tells.
   * @returns a function that ends it
   */
  subscribe: (name: RunChannelName, runId: string, onNotice: () => void) => () => void
  /** Resolves when notices arrive, or when the first attempt to get them has failed. */
  ready: () => Promise<void>
}

type Listener = { runId: string; onNotice: () => void }

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
  // Each run that is executed here listens for as long as it takes.
  const listeners: Record<RunChannelName, Bag<Listener>> = {
    sluice_runs: new Bag(),
    sluice_run_cancel: new Bag(),
  }
  const isRunChannel = (channel: NoticeChannel): channel is RunChannelName => channel in listeners

  notices.subscribe({
    onNotice(channel, payload) {
      if (!isRunChannel(channel) || listeners[channel].size === 0) return
      const runIds = new Set(payload.split(' '))
      for (const { runId, onNotice } of listeners[channel].all()) if (runIds.has(runId)) onNotice()
    },
    onGap() {
      for (const { onNotice } of listeners.sluice_runs.all()) onNotice()
      // It says of all runs of this process at once which are to be canceled.
      void beat()
    },
  })

  return {
    subscribe(name, runId, onNotice) {
      void notices.ready()
      return listeners[name].add({ runId, onNotice })
    },
    ready: notices.ready,
  }
}
