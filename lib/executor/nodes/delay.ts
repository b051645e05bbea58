import type { NodeOf } from '@/lib/flows/schema'
import type { SettledStep, StepContext } from '../types'

/** Waits without a process. Its input says until when, so that whoever watches can see how long that is. */
export function runDelay({ data }: NodeOf<'delay'>, { ports, pending }: StepContext): SettledStep {
  // A flow in which it is empty does not run.
  const seconds = data.seconds ?? 0
  const until = new Date(ports.now() + seconds * 1000)
  const record = pending?.record ?? { input: { seconds, until: until.toISOString() } }
  if (!pending && seconds > 0) return { status: 'waiting', until, record }
  return { status: 'succeeded', output: 'next', result: {}, error: null, record }
}
