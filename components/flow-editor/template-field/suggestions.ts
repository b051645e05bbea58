import type { AvailableReference } from '@/lib/flows/references'
import type { TemplateScope } from '@/lib/flows/templates'
import { childReference, childrenOf, shortText, typeOfValue } from './value-path'

export type Suggestion = {
  /** `steps.get_customer.body.email`, as it stands between the braces. */
  reference: string
  /** For people: `text`, `number`, `list`; empty while nothing is known. */
  type: string
  /** The step that it comes from. */
  source: string
  /** What it was in the last run, on one line. */
  sample: string | null
}

const limits = { depth: 6, children: 50, listItems: 1, total: 2_000 } as const

const declaredTypes: Record<AvailableReference['type'], string> = {
  string: 'text',
  number: 'number',
  boolean: 'true/false',
  object: 'object',
  array: 'list',
  any: '',
}

/** Everything that may be mentioned, what a run showed to lie inside of it included, in the flow's order. */
export function buildSuggestions(available: AvailableReference[], values: TemplateScope): Suggestion[] {
  const list: Suggestion[] = []
  for (const { reference, type, sourceLabel, sample } of available) {
    const known = valueAt(values, reference.split('.'))
    const value = known === undefined ? sample : known
    const shown = value === undefined ? declaredTypes[type] : typeOfValue(value)
    list.push({ reference, type: shown, source: sourceLabel, sample: sampleOf(value) })
    addInside(reference, value, sourceLabel, 1, list)
  }
  return list
}

function addInside(parent: string, value: unknown, source: string, depth: number, list: Suggestion[]): void {
  if (depth > limits.depth) return
  // One entry of a list shows what the others look like.
  const count = Array.isArray(value) ? limits.listItems : limits.children
  for (const [name, child] of childrenOf(value).slice(0, count)) {
    if (list.length >= limits.total) return
    const reference = childReference(parent, name)
    list.push({ reference, type: typeOfValue(child), source, sample: sampleOf(child) })
    addInside(reference, child, source, depth + 1, list)
  }
}

function sampleOf(value: unknown): string | null {
  return value === undefined ? null : shortText(value)
}

/** What lies at a path of names; `undefined` when the path leads nowhere. */
export function valueAt(root: unknown, path: readonly string[]): unknown {
  let value: unknown = root
  for (const name of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
    value = (value as Record<string, unknown>)[name]
  }
  return value
}

const shownAtOnce = 50

/** The suggestions for what was typed: first those that begin with it, then those that hold it. */
export function matchSuggestions(suggestions: Suggestion[], typed: string): Suggestion[] {
  const wanted = typed.toLowerCase()
  if (wanted === '')
    return suggestions.filter(({ reference }) => depthOf(reference) <= 3).slice(0, shownAtOnce)
  const ranked = [0, 1, 2].map(() => [] as Suggestion[])
  for (const suggestion of suggestions) {
    const reference = suggestion.reference.toLowerCase()
    const last = reference.slice(reference.lastIndexOf('.') + 1)
    if (reference === wanted) continue
    if (reference.startsWith(wanted)) ranked[0]?.push(suggestion)
    else if (last.startsWith(wanted)) ranked[1]?.push(suggestion)
    else if (reference.includes(wanted) || suggestion.source.toLowerCase().includes(wanted)) {
      ranked[2]?.push(suggestion)
    }
  }
  return ranked.flat().slice(0, shownAtOnce)
}

function depthOf(reference: string): number {
  return reference.split(/[.[]/).length
}
