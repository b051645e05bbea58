import type { AuditLogEntry } from '@/lib/audit/schema'
import { plural } from '@/lib/format'
import { authenticationNames } from '../endpoints/authentication-names'
import { settingNames } from '../endpoints/detail/activity-text'
import { redirectNames } from '../endpoints/form/redirect-names'

/** Texts for people; null where there is nothing to show. */
export type Change = { name: string; from: string | null; to: string | null }
export type Fact = { name: string; value: string | null }

type Format = {
  list: (items: string[]) => string
  duration: (ms: number) => string
  number: (value: number) => string
}

/** The details of an entry: what had one value before and another after, and everything else. */
export function entryFacts(
  details: AuditLogEntry['details'],
  format: Format,
): { changes: Change[]; facts: Fact[] } {
  const changes: Change[] = []
  const facts: Fact[] = []
  function add(key: string, value: unknown): void {
    if (isChange(value)) {
      const { from, to, valuesChanged } = value
      if (JSON.stringify(from) !== JSON.stringify(to)) {
        changes.push({ name: nameOf(key), from: textOf(key, from, format), to: textOf(key, to, format) })
      }
      if (Array.isArray(valuesChanged) && valuesChanged.length > 0) add('valuesChanged', valuesChanged)
    } else if ((key === 'changes' || key === 'settings') && isObject(value)) {
      for (const [inner, its] of Object.entries(value)) add(inner, its)
    } else {
      facts.push({ name: nameOf(key), value: textOf(key, value, format) })
    }
  }
  for (const [key, value] of Object.entries(details)) add(key, value)
  return { changes, facts }
}

const names = new Map(
  Object.entries({
    ...settingNames,
    authenticationType: 'authentication',
    allowInsecure: 'secrets over plain http',
    valuesChanged: 'changed header values',
    code: 'error code',
    statusCode: 'HTTP status',
    ok: 'passed',
    what: 'asked for',
    needed: 'needed role',
    number: 'published version',
    draftVersion: 'version of the draft',
    field: 'secret',
    with: 'replaced by',
    copyOf: 'copy of',
    flowIds: 'flows',
    keyId: 'key',
  }),
)

/** Settings that are one of a few, as the form calls them. */
const choices = new Map<string, Map<string, string>>([
  ['redirects', new Map(Object.entries(redirectNames))],
  ['authenticationType', new Map(Object.entries(authenticationNames))],
])

function nameOf(key: string): string {
  const name =
    names.get(key) ??
    key
      .replaceAll('_', ' ')
      .replace(/[a-z](?=[A-Z])/g, '$& ')
      .toLowerCase()
  return name.charAt(0).toUpperCase() + name.slice(1)
}

function textOf(key: string, value: unknown, format: Format): string | null {
  if (value === null || value === undefined || value === '') return null
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  if (typeof value === 'number') return key.endsWith('Ms') ? format.duration(value) : format.number(value)
  if (typeof value === 'string') return choices.get(key)?.get(value) ?? value
  if (Array.isArray(value)) {
    if (value.length === 0) return null
    if (key === 'flowIds') return plural(value.length, 'flow', 'flows')
    return format.list(value.map(itemText))
  }
  return itemText(value)
}

/** A header, or something else that has a name; anything unheard-of as it is. */
function itemText(item: unknown): string {
  if (typeof item === 'string') return item
  if (!isObject(item) || typeof item.name !== 'string') return JSON.stringify(item)
  return item.secret === true ? `${item.name} (secret)` : item.name
}

function isChange(value: unknown): value is { from: unknown; to: unknown; valuesChanged?: unknown } {
  return isObject(value) && 'from' in value && 'to' in value
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
