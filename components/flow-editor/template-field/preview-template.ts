import type { AvailableReference } from '@/lib/flows/references'
import { closest } from '@/lib/flows/suggest'
import { TemplateError } from '@/lib/flows/template-error'
import {
  evaluateTemplate,
  findReferences,
  type Reference,
  templateProblem,
  type TemplateScope,
} from '@/lib/flows/templates'
import { valueAt } from './suggestions'
import { childReference, childrenOf, shortText, typeOfValue, type ValueType } from './value-path'

export type TemplatePreview =
  /** What the field would have been in the last run. */
  | { kind: 'value'; text: string; type: ValueType }
  /** A step before this one has not run yet, so nobody knows. */
  | { kind: 'no_data'; message: string; source: { nodeId: string; name: string } | null }
  /** A name that isn’t there, and the one that was probably meant. */
  | { kind: 'unknown'; message: string; fix: TemplateFix | null }

/** Replace what stands from `begin` to `end` by `text`; `name` is the word that changes. */
export type TemplateFix = { name: string; begin: number; end: number; text: string }

/**
 * What a template gives with the values of a run. `null` for plain text, and for a template that can’t
 * be read, which is a problem of its own.
 */
export function previewTemplate(
  text: string,
  values: TemplateScope,
  available: AvailableReference[],
): TemplatePreview | null {
  if (templateProblem(text) !== null) return null
  const references = findReferences(text)
  if (references.length === 0) return null
  for (const reference of references) {
    const missing = reference.optional ? null : explainMissing(reference, values, available)
    if (missing) return missing
  }
  try {
    const value = evaluateTemplate(text, values)
    return { kind: 'value', text: shortText(value), type: typeOfValue(value) }
  } catch (error) {
    if (error instanceof TemplateError) return { kind: 'unknown', message: error.message, fix: null }
    throw error
  }
}

function explainMissing(
  reference: Reference,
  values: TemplateScope,
  available: AvailableReference[],
): TemplatePreview | null {
  const [root, ...rest] = reference.path
  // A part that is only known at run time can't be followed.
  if (root == null || rest.includes(null)) return null
  const path = reference.path as string[]
  if (root === 'run' && valueAt(values, path) === '') {
    return { kind: 'no_data', message: 'Known once the flow runs', source: null }
  }
  if (valueAt(values, path) !== undefined) return null
  const [, name = '', ...inside] = path
  if (root === 'run') return null
  if (root === 'steps') {
    const source = available.find((each) => each.reference.startsWith(`steps.${name}.`))
    if (!source) return unknown(reference, path, 1, 'There is no step', namesUnder(available, 'steps'))
    if (values.steps[name] === undefined) {
      const { sourceLabel: name, nodeId } = source
      return {
        kind: 'no_data',
        message: `Run ${name} to see its fields`,
        source: nodeId === null ? null : { nodeId, name },
      }
    }
    return missingInside(reference, path, 2, values, source.sourceLabel)
  }
  if (root !== 'input' && root !== 'vars') return unknown(reference, path, 0, 'There is no', roots)
  const declared = available.find((each) => each.reference === `${root}.${name}`)
  if (!declared) {
    const what = root === 'input' ? 'Start declares no input' : 'No step before this one sets the variable'
    return unknown(reference, path, 1, what, namesUnder(available, root))
  }
  if (valueAt(values, [root, name]) === undefined) {
    const label = root === 'input' ? 'the flow' : declared.sourceLabel
    return { kind: 'no_data', message: `Run ${label} to see ${name}`, source: null }
  }
  return inside.length > 0 ? missingInside(reference, path, 2, values, name) : null
}

const roots = ['input', 'vars', 'steps', 'run']

/** Finds the first part of the path that isn't there, below a source that is. */
function missingInside(
  reference: Reference,
  path: string[],
  from: number,
  values: TemplateScope,
  owner: string,
): TemplatePreview | null {
  for (let index = from; index < path.length; index++) {
    const parent = valueAt(values, path.slice(0, index))
    if (valueAt(values, path.slice(0, index + 1)) !== undefined) continue
    return unknown(
      reference,
      path,
      index,
      `${owner} has no field`,
      childrenOf(parent).map(([name]) => String(name)),
    )
  }
  return null
}

function unknown(
  reference: Reference,
  path: string[],
  index: number,
  what: string,
  candidates: Iterable<string>,
): TemplatePreview {
  const word = path[index] ?? ''
  const meant = closest(word, candidates)
  const message = `${what} “${word}”.${meant === null ? '' : ` Did you mean “${meant}”?`}`
  if (meant === null) return { kind: 'unknown', message, fix: null }
  const [root = '', ...rest] = path.with(index, meant)
  const text = rest.reduce((parent, name) => childReference(parent, toName(name)), root)
  return { kind: 'unknown', message, fix: { name: meant, begin: reference.begin, end: reference.end, text } }
}

function toName(part: string): string | number {
  return /^\d+$/.test(part) ? Number(part) : part
}

function namesUnder(available: AvailableReference[], root: string): Set<string> {
  return new Set(
    available.flatMap(({ reference }) => {
      const [first, name] = reference.split('.')
      return first === root && name !== undefined ? [name] : []
    }),
  )
}
