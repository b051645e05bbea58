import { TemplateError } from './template-error'

/** Characters that a value may come to as JSON, and a text as itself: the largest answer fits, in base64 too. */
export const maxValueLength = 16 * 1024 * 1024
/** Objects and lists in each other. No recursion through a value of that depth uses up the stack. */
const maxDepth = 500

/**
 * Refuses a value that templates made so large that it could be neither sent nor kept: they place the same
 * text, or what holds it, in many places, for next to nothing.
 * @returns the value
 * @throws TemplateError
 */
export function limitSize<T>(value: T): T {
  takeFrom(maxValueLength, value, 0)
  return value
}

/** @returns what is left of some characters */
function takeFrom(left: number, value: unknown, depth: number): number {
  if (typeof value === 'string') left -= value.length + 2
  else if (typeof value !== 'object' || value === null) left -= 5
  else {
    if (depth === maxDepth) throw new TemplateError('This would be nested too deeply.')
    left -= 2
    if (Array.isArray(value)) for (const item of value) left = takeFrom(left - 1, item, depth + 1)
    else
      for (const name of Object.keys(value)) {
        left = takeFrom(left - name.length - 4, (value as Record<string, unknown>)[name], depth + 1)
      }
  }
  if (left < 0) throw new TemplateError('This would become too large, over 16 MiB.')
  return left
}
