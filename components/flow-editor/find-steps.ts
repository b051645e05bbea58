import { isKnownNode } from '@/lib/flows/schema'
import type { EditorNode } from './flow-document'
import { stepName } from './step-types'

/** The steps whose name, key, endpoint, method or path has the words in it, in the given order. */
export function findSteps(
  ordered: readonly EditorNode[],
  query: string,
  endpointNames: ReadonlyMap<string, string>,
): EditorNode[] {
  const wanted = query.trim().toLowerCase()
  if (wanted === '') return []
  return ordered.filter((node) =>
    textsOf(node, endpointNames).some((text) => text.toLowerCase().includes(wanted)),
  )
}

function textsOf(node: EditorNode, endpointNames: ReadonlyMap<string, string>): string[] {
  if (!isKnownNode(node)) return [stepName(node)]
  const texts = [stepName(node), `steps.${node.data.key}`]
  if (node.type !== 'apiCall') return texts
  const { method, path, endpointId } = node.data
  return [...texts, `${method} ${path}`, endpointNames.get(endpointId ?? '') ?? '']
}
