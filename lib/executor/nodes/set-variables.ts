import type { NodeOf } from '@/lib/flows/schema'
import { limitSize } from '@/lib/flows/limit-size'
import { evaluateTemplate } from '@/lib/flows/templates'
import { inField } from '../step-failure'
import type { StepContext, StepOutcome } from '../types'

/** Sets `vars.*`. All values are worked out before the first is set, so their order doesn't matter. */
export function runSetVariables({ data }: NodeOf<'setVariables'>, { scope }: StepContext): StepOutcome {
  const values = data.variables.map(({ name, value }): [string, unknown] => [
    name,
    inField(`Variable “${name}”`, () => evaluateTemplate(value, scope)),
  ])
  const result = inField('Variables', () => limitSize(Object.fromEntries(values)))
  for (const [name, value] of values) scope.vars[name] = value
  return { status: 'succeeded', output: 'next', result, error: null, record: { input: result } }
}
