import type { Endpoint } from '@/lib/endpoints/schema'
import { authenticationFields, fieldLabels } from '@/lib/endpoints/secret-fields'

/** The secrets that an endpoint lacks, in a sentence that asks for them; undefined when it has all. */
export function missingSecrets(
  { authentication, defaultHeaders }: Pick<Endpoint, 'authentication' | 'defaultHeaders'>,
  list: (items: string[]) => string,
): string | undefined {
  const parts = authentication.isSet
    ? []
    : authenticationFields[authentication.type].map((field) => fieldLabels[field])
  const headers = defaultHeaders
    .filter(({ secret, isSet }) => secret && !isSet)
    .map(({ name }) => `header ${name}`)
  const missing = [...parts, ...headers]
  return missing.length === 0 ? undefined : `Enter its ${list(missing)} again.`
}
