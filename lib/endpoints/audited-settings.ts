import { isDeepStrictEqual } from 'node:util'
import type { StoredHeader } from '@/db/schema'
import { headerField } from './secret-fields'
import type { EndpointSettings } from './settings'

type AuditedHeader = { name: string; secret: boolean }
type Difference = { from: unknown; to: unknown }

/**
 * The settings as the audit log has them. A header that is plain today may be made secret tomorrow, with
 * the value that it has, and entries are never changed: so they have no value of any header.
 */
export function auditedSettings(settings: EndpointSettings) {
  return { ...settings, defaultHeaders: settings.defaultHeaders.map(auditedHeader) }
}

/** What a change of the settings did, by field, as the audit log has it. */
export function auditedChanges(
  before: EndpointSettings,
  after: EndpointSettings,
): Record<string, Difference & { valuesChanged?: string[] }> {
  const [from, to] = [auditedSettings(before), auditedSettings(after)]
  const names = Object.keys(after) as (keyof EndpointSettings)[]
  return Object.fromEntries(
    names
      // jsonb gives the keys of a header back in an order of its own.
      .filter((name) => !isDeepStrictEqual(before[name], after[name]))
      .map((name) => {
        const difference = { from: from[name], to: to[name] }
        if (name !== 'defaultHeaders') return [name, difference]
        const valuesChanged = withOtherValue(before.defaultHeaders, after.defaultHeaders)
        return [name, { ...difference, valuesChanged }]
      }),
  )
}

function auditedHeader({ name, secret }: StoredHeader): AuditedHeader {
  return { name, secret }
}

/** The names of headers that were plain and still are, but with another value. Secrets have entries of their own. */
function withOtherValue(before: StoredHeader[], after: StoredHeader[]): string[] {
  const values = new Map(before.map((header) => [headerField(header.name), plainValue(header)]))
  return after.flatMap((header) => {
    const [was, is] = [values.get(headerField(header.name)), plainValue(header)]
    return was != null && is !== null && was !== is ? [header.name] : []
  })
}

function plainValue(header: StoredHeader): string | null {
  return header.secret ? null : header.value
}
