import type { FieldError } from '@/lib/errors'
import { decide } from '@/lib/http/decide'
import { type EgressPolicy, isAllowListed } from '@/lib/http/egress-policy'
import { headerSetProblem } from '@/lib/http/header-rules'
import { headerField } from './secret-fields'
import type { SecretChanges } from './secret-changes'
import { credentialHeader, type EndpointSettings } from './settings'

type Merged = {
  settings: EndpointSettings
  /** Null for a new endpoint. */
  current: EndpointSettings | null
  secrets: SecretChanges
  /** How long each stored secret is that the change doesn't remove, by field. */
  kept: ReadonlyMap<string, number>
}

/** The rules that need the whole endpoint as it will be, and not only what the input names. */
export function checkSettings(egress: EgressPolicy, merged: Merged): FieldError[] {
  return [...sourceErrors(merged), ...addressErrors(egress, merged)]
}

/** A header has one source, and all of them fit into a request. */
function sourceErrors({ settings, secrets, kept }: Merged): FieldError[] {
  const taken = credentialHeader(settings)
  const errors = settings.defaultHeaders.flatMap(({ name }, index) =>
    name.toLowerCase() === taken
      ? [
          {
            path: `defaultHeaders.${index}.name`,
            message: `“${name}” is sent by the authentication of this endpoint.`,
          },
        ]
      : [],
  )
  const lengths = settings.defaultHeaders.map((header) => {
    const { name } = header
    if (!header.secret) return { name, value: header.value }
    const field = headerField(name)
    return { name, value: secrets.set.get(field) ?? { length: kept.get(field) ?? 0 } }
  })
  const problem = headerSetProblem(lengths)
  return problem && errors.length === 0 ? [{ path: 'defaultHeaders', message: problem }] : errors
}

function addressErrors(egress: EgressPolicy, { settings, current, secrets, kept }: Merged): FieldError[] {
  const { baseUrl, allowInsecure } = settings
  // Names are judged again, with their addresses, whenever a request goes out.
  if (baseUrl !== current?.baseUrl && !decide(baseUrl, null, egress).allowed) {
    const message = 'This address is not allowed by your organization’s network policy.'
    return [{ path: 'baseUrl', message }]
  }
  const hasSecrets = kept.size + secrets.set.size > 0
  const isPlain = new URL(baseUrl).protocol === 'http:'
  if (isPlain && hasSecrets && !allowInsecure && !isAllowListed(baseUrl, egress)) {
    const message =
      'Over plain http everyone on the way can read the secret. Use https, or allow plain http for this endpoint.'
    return [{ path: 'baseUrl', message }]
  }
  return []
}
