import { TemplateError } from './template-error'
import {
  evaluateTemplate,
  findReferences,
  isSingleOutput,
  type Reference,
  type TemplateScope,
} from './templates'

// Templates inside of JSON: it is parsed first, and values are placed into its leaves, so that none of
// them can break it.

const maxDepth = 100

/** Fills in the texts inside a JSON value. Structure and names stay as they are, whatever the values hold. */
export function evaluateLeaves(value: unknown, scope: TemplateScope, path: string[] = []): unknown {
  if (path.length > maxDepth) throw new TemplateError('This is nested too deeply.')
  if (typeof value === 'string') {
    try {
      return evaluateTemplate(value, scope)
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error
      const { message, reference } = error
      throw new TemplateError(message, { reference: reference ?? undefined, path: path.join('.') })
    }
  }
  if (Array.isArray(value)) return value.map((item, i) => evaluateLeaves(item, scope, [...path, String(i)]))
  if (typeof value !== 'object' || value === null) return value
  // fromEntries defines properties, so a field called `__proto__` stays a field.
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, evaluateLeaves(item, scope, [...path, name])]),
  )
}

/**
 * A JSON body as written: parsed first, so that no value can break it; then the values are placed in its
 * leaves. A body that is exactly one output is that value.
 * @throws TemplateError
 */
export function evaluateJson(text: string, scope: TemplateScope): unknown {
  const trimmed = text.trim()
  if (isSingleOutput(trimmed)) return evaluateTemplate(trimmed, scope)
  return evaluateLeaves(parseJsonTemplate(text), scope)
}

/** @throws TemplateError when the text is neither JSON nor one output */
export function parseJsonTemplate(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    const hint = text.includes('{{') ? ' Put {{ … }} in quotes; one value alone keeps its type.' : ''
    throw new TemplateError(`This is not valid JSON.${hint}`)
  }
}

/** Every value that a JSON body mentions in its texts; places are those inside each text. */
export function findReferencesInJson(text: string): Reference[] {
  if (isSingleOutput(text.trim())) return findReferences(text)
  try {
    return textsIn(parseJsonTemplate(text)).flatMap((leaf) => findReferences(leaf.text))
  } catch (error) {
    if (error instanceof TemplateError) return []
    throw error
  }
}

/** Every text inside a JSON value, with its place in dots. */
export function textsIn(value: unknown, path: string[] = []): { path: string; text: string }[] {
  if (path.length > maxDepth) throw new TemplateError('This is nested too deeply.')
  if (typeof value === 'string') return [{ path: path.join('.'), text: value }]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, item]) => textsIn(item, [...path, name]))
}
