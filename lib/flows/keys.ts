import { type FlowDefinition, type FlowNode, isKnownNode, keyPattern } from './schema'
import { mapTemplates } from './template-fields'
import { findReferences } from './templates'

const maxLength = 64

/** `Get customer` becomes `get_customer`; with that taken, `get_customer_2`. */
export function keyFromLabel(label: string, taken: Iterable<string> = []): string {
  const plain = label
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
  const word = plain === '' ? 'step' : plain
  const base = (/^[a-z]/.test(word) ? word : `step_${word}`).slice(0, maxLength)
  const used = new Set(taken)
  if (!used.has(base)) return base
  for (let number = 2; ; number++) {
    const suffix = `_${number}`
    const candidate = base.slice(0, maxLength - suffix.length) + suffix
    if (!used.has(candidate)) return candidate
  }
}

/** The keys in a flow, but for that of one node. */
export function takenKeys(definition: FlowDefinition, exceptNodeId?: string): string[] {
  return definition.nodes.flatMap((node) =>
    isKnownNode(node) && node.id !== exceptNodeId ? [node.data.key] : [],
  )
}

/**
 * Gives a step another label, the key that follows from it, and rewrites every reference to it. A key
 * that somebody chose by hand, one that does not follow from the old label, stays.
 */
export function relabelNode(definition: FlowDefinition, nodeId: string, label: string): FlowDefinition {
  const node = definition.nodes.find(({ id }) => id === nodeId)
  if (!node || !isKnownNode(node)) return definition
  const labelled = mapNodes(definition, (each) =>
    each.id === nodeId ? ({ ...each, data: { ...each.data, label } } as FlowNode) : each,
  )
  const before = keyFromLabel(node.data.label)
  const follows = node.data.key.replace(/_\d+$/, '') === before.replace(/_\d+$/, '')
  if (!follows || keyFromLabel(label) === before) return labelled
  return renameKey(labelled, nodeId, keyFromLabel(label, takenKeys(definition, nodeId)))
}

/**
 * Gives a step another key and rewrites every reference to it, so that no template breaks. Where another
 * step has the old key too, by mistake, references stay with that one.
 */
export function renameKey(definition: FlowDefinition, nodeId: string, key: string): FlowDefinition {
  const node = definition.nodes.find(({ id }) => id === nodeId)
  if (!node || !isKnownNode(node) || !keyPattern.test(key) || node.data.key === key) return definition
  const from = node.data.key
  const renamed = mapNodes(definition, (each) =>
    each.id === nodeId ? ({ ...each, data: { ...each.data, key } } as FlowNode) : each,
  )
  if (takenKeys(renamed).includes(from)) return renamed
  return renameReferences(renamed, new Map([[from, key]]))
}

/** Rewrites every reference to the steps whose keys are given, all at once: two keys may change places. */
export function renameReferences(
  definition: FlowDefinition,
  newKeys: ReadonlyMap<string, string>,
): FlowDefinition {
  if (newKeys.size === 0) return definition
  return mapNodes(definition, (node) =>
    mapTemplates(node, ({ text, kind }) =>
      kind === 'json' ? renameInJson(text, newKeys) : renameInTemplate(text, newKeys),
    ),
  )
}

function mapNodes(definition: FlowDefinition, change: (node: FlowNode) => FlowNode): FlowDefinition {
  return {
    ...definition,
    nodes: definition.nodes.map((node) => (isKnownNode(node) ? change(node) : node)),
  }
}

/** Rewrites `steps.from` and `steps["from"]`, and nothing that only looks alike. */
function renameInTemplate(text: string, newKeys: ReadonlyMap<string, string>): string {
  let result = text
  for (const { path, begin, end } of findReferences(text).reverse()) {
    const [root, from] = path
    const to = root === 'steps' && from != null ? newKeys.get(from) : undefined
    if (from == null || to === undefined) continue
    const mention = text.slice(begin, end)
    // The first mention after `steps` is the key, in whichever spelling.
    const at = mention.indexOf(from, 'steps'.length)
    result = result.slice(0, begin + at) + to + result.slice(begin + at + from.length)
  }
  return result
}

/** Templates in JSON stand inside its texts, where quotes are escaped; layout and order stay as typed. */
function renameInJson(text: string, newKeys: ReadonlyMap<string, string>): string {
  if (![...newKeys.keys()].some((key) => text.includes(key))) return text
  try {
    JSON.parse(text)
  } catch {
    return renameInTemplate(text, newKeys)
  }
  return text.replace(/"(?:[^"\\]|\\.)*"/g, (literal) => {
    const before = String(JSON.parse(literal))
    const after = renameInTemplate(before, newKeys)
    return after === before ? literal : JSON.stringify(after)
  })
}
