import { isTerminal, type RunProgress } from '@/lib/runs/schema'

export type Connection = 'live' | 'reconnecting' | 'polling'

type WatchOptions = {
  /** Address of the event stream. */
  url: string
  /** Reads the run's current progress without the stream. */
  poll: () => Promise<RunProgress>
  onProgress: (progress: RunProgress) => void
  onConnection: (connection: Connection) => void
  signal: AbortSignal
  openStream?: (url: string) => EventSource
  pollAfterMs?: number
  pollEveryMs?: number
}

const reopenMs = 2_000

/**
 * Follows a run until it ends or `signal` aborts. Every frame is a whole snapshot, so a lost stream
 * leaves no gap; after `pollAfterMs` without one, the run is asked for instead.
 */
export function watchRun(options: WatchOptions): void {
  const { url, poll, onProgress, onConnection, signal, pollAfterMs = 30_000, pollEveryMs = 2_000 } = options
  const openStream = options.openStream ?? ((address) => new EventSource(address))
  let source: EventSource | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let giveUp: ReturnType<typeof setTimeout> | undefined
  let ended = false

  function end() {
    ended = true
    source?.close()
    clearTimeout(timer)
    clearTimeout(giveUp)
  }

  function receive(progress: RunProgress) {
    if (ended) return
    if (isTerminal(progress.status)) end()
    onProgress(progress)
  }

  function connect() {
    const stream = openStream(url)
    source = stream
    stream.addEventListener('progress', (event: MessageEvent<string>) => {
      clearTimeout(giveUp)
      giveUp = undefined
      onConnection('live')
      receive(JSON.parse(event.data) as RunProgress)
    })
    stream.addEventListener('error', () => {
      if (ended) return
      onConnection('reconnecting')
      giveUp ??= setTimeout(startPolling, pollAfterMs)
      // A refused stream (a restarting server answers 502) is closed for good; a broken one reopens itself.
      if (stream.readyState === stream.CLOSED) timer = setTimeout(connect, reopenMs)
    })
  }

  function startPolling() {
    source?.close()
    clearTimeout(timer)
    onConnection('polling')
    void pollOnce()
  }

  async function pollOnce() {
    await poll().then(receive, () => {
      // Not reachable yet: the next turn asks again, and the panel says "Reconnecting…" meanwhile.
    })
    if (!ended) timer = setTimeout(() => void pollOnce(), pollEveryMs)
  }

  signal.addEventListener('abort', end)
  if (!signal.aborted) connect()
}
