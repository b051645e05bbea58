import type { NodeOf } from '@/lib/flows/schema'
import { evaluateLeaves } from '@/lib/flows/json-templates'
import { limitSize } from '@/lib/flows/limit-size'
import { inField } from '../step-failure'
import type { StepContext, StepOutcome } from '../types'

/** Ends the run with its output, as a success or, when the step says so, as a failure. */
export function runEnd({ data }: NodeOf<'end'>, { scope }: StepContext): StepOutcome {
  const output = inField('Output', () => limitSize(evaluateLeaves(data.output, scope)))
  const end = { output, failed: data.failed === true }
  return { status: 'succeeded', output: null, result: null, error: null, record: { result: output }, end }
}
