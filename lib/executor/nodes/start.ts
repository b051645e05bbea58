import type { NodeOf } from '@/lib/flows/schema'
import type { StepContext, StepOutcome } from '../types'

/** Passes on. Its inputs were checked before the run began. */
export function runStart(_node: NodeOf<'start'>, { scope }: StepContext): StepOutcome {
  return { status: 'succeeded', output: 'next', result: {}, error: null, record: { input: scope.input } }
}
