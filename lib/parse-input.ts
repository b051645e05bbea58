import type { z } from 'zod'
import { AppError, type FieldError } from '@/lib/errors'
import { sentenceOfMissing } from '@/lib/texts'

const maxDepth = 100

/**
 * Parses what came from outside.
 * @throws AppError `invalid_input`, with every bad field
 */
export function parseInput<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  if (isTooDeep(input, maxDepth)) throw new AppError('invalid_input', 'The input is nested too deeply.')
  const passed = schema.safeParse(input)
  if (passed.success) return passed.data
  // Again, for the sentences: with options a parse costs several times as much.
  const parsed = schema.safeParse(input, { error: sentenceOfMissing })
  if (parsed.success) return parsed.data
  const fieldErrors = parsed.error.issues.flatMap(toFieldErrors)
  const first = fieldErrors[0]
  const message = fieldErrors.length === 1 && first ? first.message : 'Some fields need another look.'
  throw new AppError('invalid_input', message, { fieldErrors })
}

function toFieldErrors(issue: z.core.$ZodIssue): FieldError[] {
  const path = issue.path.map(String)
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: [...path, key].join('.'), message: 'There is no such field.' }))
  }
  return [{ path: path.join('.'), message: issue.message }]
}

/** Deep nesting is cheap to send and can exhaust the stack of whoever walks it. */
function isTooDeep(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (depth === 0) return true
  return Object.values(value).some((inner) => isTooDeep(inner, depth - 1))
}
