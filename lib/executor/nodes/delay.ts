import type { NodeOf } from '@/lib/flows/schema'
import type { StepContext, StepOutcome } from '../types'

/** Waits. Its input says until when, so that whoever watches can see how long that is from now. */
export async function runDelay(
  { data }: NodeOf<'delay'>,
  { ports, report }: StepContext,
): Promise<StepOutcome> {
  // A flow in which it is empty does not run.
  const seconds = data.seconds ?? 0
  const input = { seconds, until: new Date(ports.now() + seconds * 1000).toISOString() }
  await report({ input })
  await ports.wait(seconds * 1000, ports.signal)
  if (ports.signal.aborted) {
    return { status: 'canceled', output: null, result: null, error: null, record: { input } }
  }
  return { status: 'succeeded', output: 'next', result: {}, error: null, record: { input } }
}
