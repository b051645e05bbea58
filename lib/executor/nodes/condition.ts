import type { NodeOf } from '@/lib/flows/schema'
import { TemplateError } from '@/lib/flows/template-error'
import { evaluateTemplate, type TemplateScope } from '@/lib/flows/templates'
import { compare } from '../compare'
import { inField } from '../step-failure'
import type { StepContext, StepOutcome } from '../types'

type Row = NodeOf<'condition'>['data']['rows'][number]

/** Leaves by `true` when all, or any, of its rows hold. */
export function runCondition({ data }: NodeOf<'condition'>, { scope }: StepContext): StepOutcome {
  const rows = data.rows.map((row, index) => {
    const left = inField(`Row ${index + 1}, left`, () => evaluateLeft(row, scope))
    const right = inField(`Row ${index + 1}, right`, () => evaluateTemplate(row.right, scope))
    return { left, operator: row.operator, right, holds: compare(left, row.operator, right) }
  })
  const result = data.match === 'any' ? rows.some(({ holds }) => holds) : rows.every(({ holds }) => holds)
  return {
    status: 'succeeded',
    output: result ? 'true' : 'false',
    result: { result },
    error: null,
    record: { input: { match: data.match, rows } },
  }
}

/** Asking whether something is empty is how to find out that it isn't there. */
function evaluateLeft({ left, operator }: Row, scope: TemplateScope): unknown {
  try {
    return evaluateTemplate(left, scope)
  } catch (error) {
    const asksForPresence = operator === 'isEmpty' || operator === 'isNotEmpty'
    if (asksForPresence && error instanceof TemplateError && error.reference !== null) return null
    throw error
  }
}
