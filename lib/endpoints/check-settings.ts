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
  /** Whether any secret is stored once the change is through. */
  hasSecrets: boolean
}

/** The rules that need the whole endpoint as it will be, and not only what the input names. */
export function checkSettings(egress: EgressPolicy, merged: Merged): FieldError[] {
  return [...sourceErrors(merged), ...addressErrors(egress, merged)]
}

/** A header has one source, and all of them fit into a request. */
function sourceErrors({ settings, secrets }: Merged): FieldError[] {
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
  const known = settings.defaultHeaders.map((header) => ({
    name: header.name,
    value: header.secret ? (secrets.set.get(headerField(header.name)) ?? '') : header.value,
  }))
  const problem = headerSetProblem(known)
  return problem && errors.length === 0 ? [{ path: 'defaultHeaders', message: problem }] : errors
}

function addressErrors(egress: EgressPolicy, { settings, current, hasSecrets }: Merged): FieldError[] {
  const { baseUrl, allowInsecure } = settings
  // Names are judged again, with their addresses, whenever a request goes out.
  if (baseUrl !== current?.baseUrl && !decide(baseUrl, null, egress).allowed) {
    const message = 'This address is not allowed by your organization’s network policy.'
    return [{ path: 'baseUrl', message }]
  }
  const isPlain = new URL(baseUrl).protocol === 'http:'
  if (isPlain && hasSecrets && !allowInsecure && !isAllowListed(baseUrl, egress)) {
    const message =
      'Over plain http everyone on the way can read the secret. Use https, or allow plain http for this endpoint.'
    return [{ path: 'baseUrl', message }]
  }
  return []
}
