/** What we need of an `AbortSignal`. The platform's are such signals too. */
export type StopSignal = {
  readonly aborted: boolean
  readonly reason: unknown
  throwIfAborted(): void
  addEventListener(type: 'abort', listener: () => void): void
  removeEventListener(type: 'abort', listener: () => void): void
}

/**
 * An `AbortController` and its signal in one, for what every run and every call has one of: the platform's
 * cost some tenth of a whole run on Node 20.
 */
export class Stop implements StopSignal {
  aborted = false
  reason: unknown = undefined
  private readonly listeners: (() => void)[] = []

  /** Once; the first reason stands. */
  abort(reason: unknown): void {
    if (this.aborted) return
    this.aborted = true
    this.reason = reason
    for (let next = this.listeners.shift(); next; next = this.listeners.shift()) next()
  }

  throwIfAborted(): void {
    if (this.aborted) throw this.reason
  }

  addEventListener(_type: 'abort', listener: () => void): void {
    if (!this.aborted) this.listeners.push(listener)
  }

  removeEventListener(_type: 'abort', listener: () => void): void {
    const place = this.listeners.indexOf(listener)
    if (place >= 0) this.listeners.splice(place, 1)
  }
}
