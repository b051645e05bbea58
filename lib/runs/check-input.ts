import type { FieldError } from '@/lib/errors'
import { planFlow } from '@/lib/executor/flow-plan'
import type { FlowDefinition, InputType } from '@/lib/flows/schema'

const wanted = {
  string: 'Enter a text.',
  number: 'Enter a number.',
  boolean: 'Enter true or false.',
  object: 'Enter an object.',
  array: 'Enter a list.',
} as const satisfies Record<InputType, string>

/**
 * What is wrong with a run's input, by what the start step declares. Inputs beyond that are passed on.
 * @param isPartial the run leaves out the start step, and maybe the steps that need an input
 */
export function inputErrors(
  definition: FlowDefinition,
  input: Record<string, unknown>,
  { isPartial }: { isPartial: boolean },
): FieldError[] {
  return planFlow(definition).inputs.flatMap(({ name, type, required }): FieldError[] => {
    const path = `input.${name}`
    const value = Object.hasOwn(input, name) ? input[name] : undefined
    if (value === undefined || value === null) {
      return required && !isPartial ? [{ path, message: `“${name}” is required.` }] : []
    }
    return typeOf(value) === type ? [] : [{ path, message: wanted[type] }]
  })
}

/** No type for a number that JSON can't say. */
function typeOf(value: unknown): string | null {
  if (typeof value === 'number' && !Number.isFinite(value)) return null
  return Array.isArray(value) ? 'array' : typeof value
}
