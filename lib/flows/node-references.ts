import { findReferencesInJson } from './json-templates'
import type { FlowNode } from './schema'
import { templateFields } from './template-fields'
import { findReferences, type Reference } from './templates'

/** What the templates of a step refer to, and where. Rows that are switched off refer to nothing. */
export function nodeReferences(node: FlowNode): { field: string; reference: Reference }[] {
  return templateFields(node)
    .filter(({ enabled }) => enabled)
    .flatMap(({ field, kind, text }) => {
      const references = kind === 'json' ? findReferencesInJson(text) : findReferences(text)
      return references.map((reference) => ({ field, reference }))
    })
}
