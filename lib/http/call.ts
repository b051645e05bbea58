import { SendFailure } from '@/lib/http/failures'
import { noTiming } from '@/lib/http/no-timing'
import { startDeadline } from '@/lib/http/start-deadline'
import { Stop, type StopSignal } from '@/lib/http/stop'
import type { Failure, FailurePhase, Limits, Timing } from '@/lib/http/types'

/** The clock of one call: which phase it is in, what each took, and what ends it early. */
export type Call = {
  /** Aborts with a `SendFailure` that says which limit was hit, or that the call was canceled. */
  signal: StopSignal
  timing: Timing
  enter(phase: FailurePhase): void
  /**
   * Waiting for a connection begins, unless it has begun. The first one's limit counts from the call's start,
   * a later hop's from now. A connection that is there already needs none.
   */
  startConnecting(): void
  /** A connection is ready. The first time this starts the response limit, which is never restarted. */
  connected(reused: boolean): void
  cancel(): void
  failure(error: SendFailure): Failure
  /** Stops every timer. */
  end(): void
}

const phaseTimes = {
  dns: 'dnsMs',
  connect: 'connectMs',
  tls: 'tlsMs',
  wait: 'waitMs',
  download: 'downloadMs',
} as const

export function startCall(
  limits: Pick<Limits, 'connectTimeoutMs' | 'responseTimeoutMs'>,
  outer: StopSignal | undefined,
): Call {
  const startedAt = performance.now()
  const stop = new Stop()
  const timing = noTiming()
  let phase: FailurePhase = 'prepare'
  let phaseStartedAt = startedAt
  let isFirst = true
  let stopConnecting: (() => void) | null = null
  let stopResponse: (() => void) | null = null

  const elapsed = (since: number) => Math.round((performance.now() - since) * 10) / 10
  const cancel = () => stop.abort(new SendFailure('canceled', null))
  if (outer?.aborted) cancel()
  else outer?.addEventListener('abort', cancel)

  function closePhase(): void {
    if (phase in phaseTimes) timing[phaseTimes[phase as keyof typeof phaseTimes]] = elapsed(phaseStartedAt)
  }
  function connectExpired(): void {
    const limitMs = limits.connectTimeoutMs
    const code = phase === 'prepare' ? 'busy' : 'connect_timeout'
    stop.abort(new SendFailure(code, phase === 'policy' ? 'dns' : phase, { limitMs }))
  }
  function responseExpired(): void {
    const limitMs = limits.responseTimeoutMs
    stop.abort(new SendFailure('response_timeout', phase === 'download' ? phase : 'wait', { limitMs }))
  }

  return {
    signal: stop,
    timing,
    enter(next) {
      closePhase()
      phase = next
      phaseStartedAt = performance.now()
    },
    startConnecting() {
      stopConnecting ??= startDeadline(
        limits.connectTimeoutMs,
        isFirst ? startedAt : performance.now(),
        connectExpired,
      )
    },
    connected(reused) {
      isFirst = false
      stopConnecting?.()
      stopConnecting = null
      timing.reused = reused
      stopResponse ??= startDeadline(limits.responseTimeoutMs, performance.now(), responseExpired)
    },
    cancel,
    failure(error) {
      const { code, message, limitMs, detail } = error
      return { code, phase: error.phase, message, limitMs, detail, elapsedMs: elapsed(startedAt) }
    },
    end() {
      closePhase()
      timing.totalMs = elapsed(startedAt)
      stopConnecting?.()
      stopResponse?.()
      outer?.removeEventListener('abort', cancel)
    },
  }
}
