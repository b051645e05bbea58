import type { FieldError } from '@/lib/errors'
import { originOf } from '@/lib/http/url-rules'
import type { CreateEndpointInput, UpdateEndpointInput } from './schema'
import { authenticationFields, type AuthenticationField, fieldLabels, headerField } from './secret-fields'
import { credentialHeader, type EndpointSettings } from './settings'

/** What happens to the secrets of an endpoint, by field. What is in neither list stays. */
export type SecretChanges = { set: Map<string, string>; remove: string[] }

/** The secrets of a new endpoint. Every secret part is required. */
export function newSecrets(
  input: CreateEndpointInput,
  settings: EndpointSettings,
): { changes: SecretChanges; errors: FieldError[] } {
  return planSecrets({ settings, input, current: null, stored: new Set() })
}

/** The secrets of a changed endpoint: absent keeps, a value replaces, `null` removes. */
export function changedSecrets(
  input: UpdateEndpointInput,
  settings: EndpointSettings,
  current: EndpointSettings,
  stored: ReadonlySet<string>,
): { changes: SecretChanges; errors: FieldError[] } {
  return planSecrets({ settings, input, current, stored })
}

type Plan = {
  /** As the endpoint will be. */
  settings: EndpointSettings
  input: CreateEndpointInput | UpdateEndpointInput
  current: EndpointSettings | null
  /** Fields that have a stored secret now. */
  stored: ReadonlySet<string>
}

/**
 * A secret belongs to the origin and to the place that it was entered for: when the base URL moves to
 * another scheme, host or port, or the credential to another kind or header, a stored one is not kept
 * but has to be entered again. Otherwise whoever may edit could send it to a server of theirs.
 */
function planSecrets({ settings, input, current, stored }: Plan) {
  const changes: SecretChanges = { set: new Map(), remove: [] }
  const errors: FieldError[] = []
  const moved = current !== null && originOf(settings.baseUrl) !== originOf(current.baseUrl)
  const hasNewPlace =
    current !== null &&
    (settings.authenticationType !== current.authenticationType ||
      credentialHeader(settings) !== credentialHeader(current))
  const wanted = new Set<string>()

  function decide(
    field: string,
    path: string,
    label: string,
    given: string | null | undefined,
    rebound: boolean,
  ) {
    wanted.add(field)
    if (given === null) return
    if (given !== undefined) {
      if (given === '') errors.push({ path, message: `Enter the ${label}.` })
      changes.set.set(field, given)
    } else if (rebound && stored.has(field)) {
      const where = moved ? ` to use it with ${new URL(settings.baseUrl).host}` : ''
      errors.push({ path, message: `Enter the ${label} again${where}.` })
    }
  }

  for (const field of authenticationFields[settings.authenticationType]) {
    const path = `authentication.${field}`
    const given = givenPart(input.authentication, field)
    if (given === undefined && hasNewPlace && !stored.has(field)) {
      errors.push({ path, message: `Enter the ${fieldLabels[field]}.` })
    }
    decide(field, path, fieldLabels[field], given, moved || hasNewPlace)
    if (given === null) changes.remove.push(field)
  }
  settings.defaultHeaders.forEach((header, index) => {
    if (!header.secret) return
    const field = headerField(header.name)
    const path = `defaultHeaders.${index}.value`
    const value = input.defaultHeaders?.[index]?.value
    const given = typeof value === 'string' ? value.trim() : value
    const before = current?.defaultHeaders.find((other) => headerField(other.name) === field)
    if (given === undefined && before?.secret === false) {
      // A plain header that becomes a secret: its value is known, so nobody has to type it again.
      decide(field, path, 'value', before.value, false)
    } else if (given === undefined && !before) {
      errors.push({ path, message: 'Enter a value.' })
    } else {
      decide(field, path, `value of “${header.name}”`, given, moved)
      if (given === null) changes.remove.push(field)
    }
  })
  for (const field of stored) if (!wanted.has(field)) changes.remove.push(field)
  return { changes, errors }
}

function givenPart(
  authentication: CreateEndpointInput['authentication'] | UpdateEndpointInput['authentication'],
  field: AuthenticationField,
): string | null | undefined {
  const parts: Record<string, string | null | undefined> = { ...authentication }
  return parts[field]
}
