import { ActionError } from '@/lib/action-result'

const usualSeconds = 5

type WhenAllowedOptions = {
  /** Ends the wait, not the attempt. */
  signal?: AbortSignal
  /** Told how long it waits, each time. */
  onHeld?: (seconds: number) => void
}

/**
 * Attempts something again for as long as there was too much of it in a short time.
 * @throws the reason of the signal when the wait is aborted, and whatever else the attempt throws
 */
export async function whenAllowed<T>(
  attempt: () => Promise<T>,
  { signal, onHeld }: WhenAllowedOptions = {},
): Promise<T> {
  for (;;) {
    try {
      return await attempt()
    } catch (error) {
      if (!(error instanceof ActionError) || error.body.code !== 'rate_limited') throw error
      const seconds = error.body.retryAfterSeconds ?? usualSeconds
      onHeld?.(seconds)
      await wait(seconds * 1000, signal)
      signal?.throwIfAborted()
    }
  }
}

function wait(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve()
    const timer = setTimeout(resolve, ms)
    signal?.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
