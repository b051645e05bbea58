import { parseInput } from '@/lib/parse-input'
import { type ListEndpointsInput, listEndpointsSchema } from './schema'

/**
 * A list's filters as an address has them.
 * @throws AppError `invalid_input`
 */
export function parseListQuery(query: URLSearchParams): ListEndpointsInput {
  const { limit, unused, ...texts } = Object.fromEntries(query)
  return parseInput(listEndpointsSchema, {
    ...texts,
    ...(limit === undefined ? {} : { limit: Number(limit) }),
    ...(unused === undefined
      ? {}
      : { unused: unused === 'true' ? true : unused === 'false' ? false : unused }),
  })
}
