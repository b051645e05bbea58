import { isSecretHeaderName } from '@/lib/http/header-rules'
import type { HeaderField } from '@/lib/http/types'

/**
 * Headers as a record may keep them. A value that is known to be secret gets no further than here; the
 * masking of records is a second net, which looks for values elsewhere.
 */
export function withoutSecrets(headers: HeaderField[], secretNames: string[]): HeaderField[] {
  return headers.map(({ name, value }) => {
    const isSecret = isSecretHeaderName(name) || secretNames.includes(name.toLowerCase())
    return { name, value: isSecret ? '[REDACTED]' : value }
  })
}
