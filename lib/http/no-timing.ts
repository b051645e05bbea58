import type { Timing } from './types'

/** Of a call that has not begun. */
export function noTiming(): Timing {
  return {
    dnsMs: null,
    connectMs: null,
    tlsMs: null,
    waitMs: null,
    downloadMs: null,
    totalMs: 0,
    reused: false,
  }
}
