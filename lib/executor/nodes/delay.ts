import type { NodeOf } from '@/lib/flows/schema'
import type { SettledStep, StepContext } from '../types'
import { waitLeft } from '../wait-left'

/** Waits without a process. Its input says until when, so that whoever watches can see how long that is. */
export function runDelay({ data }: NodeOf<'delay'>, context: StepContext): SettledStep {
  const { ports, pending, resumed, startedAt } = context
  // A flow in which it is empty does not run.
  const seconds = data.seconds ?? 0
  const ms = seconds * 1000
  const until = startedAt.getTime() + ms
  const record = pending?.record ?? { input: { seconds, until: new Date(until).toISOString() } }
  const now = ports.now()
  const leftMs = pending ? waitLeft({ ms, until }, resumed, now) : ms
  if (leftMs > 0) return { status: 'waiting', until: new Date(now + leftMs), record }
  return { status: 'succeeded', output: 'next', result: {}, error: null, record }
}
