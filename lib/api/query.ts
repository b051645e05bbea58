import { invalidField } from '@/lib/errors'
import type { ApiContext } from './api'

/**
 * The query of a request.
 * @throws AppError `invalid_input` for a name that is given twice: one of its values would be lost unnoticed
 */
export function queryOf(c: ApiContext): Record<string, string> {
  const [twice] = Object.entries(c.req.queries()).find(([, values]) => values.length > 1) ?? []
  if (twice !== undefined) throw invalidField(twice, 'This is given more than once.')
  return c.req.query()
}
