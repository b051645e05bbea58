import type { AvailableReference } from '@/lib/flows/references'
import type { TemplateScope } from '@/lib/flows/templates'
import { valueAt } from '../template-field/suggestions'
import { childReference, childrenOf, shortText, typeOfValue } from '../template-field/value-path'

/** One row of the data tree. */
export type DataNode = {
  reference: string
  name: string
  /** Empty while nothing is known. */
  type: string
  /** `undefined` while nothing is known. */
  value: unknown
  sample: string
  hasChildren: boolean
}

export type DataGroup = {
  label: string
  /** The step; `null` for what is not one's. */
  nodeId: string | null
  /** An API Call that has not run, so that what is inside of it isn’t known. */
  isUnknown: boolean
  nodes: DataNode[]
}

/** What a step may use, grouped by where it comes from, in the flow’s order. */
export function dataGroups(available: AvailableReference[], values: TemplateScope): DataGroup[] {
  const groups = new Map<string, DataGroup>()
  for (const { reference, sourceLabel, nodeId, sample } of available) {
    const key = nodeId ?? ''
    const group = groups.get(key) ?? { label: sourceLabel, nodeId, isUnknown: false, nodes: [] }
    groups.set(key, group)
    const path = reference.split('.')
    const known = valueAt(values, path)
    if (path[0] === 'steps' && known === undefined) group.isUnknown = true
    const name = path.at(-1) ?? reference
    group.nodes.push(toNode(reference, name, known === undefined ? sample : known))
  }
  return [...groups.values()]
}

/** Long lists and wide objects are cut: the tree is for finding fields, not for reading data. */
export const maxChildren = 100

export function childNodes({ reference, value }: DataNode): DataNode[] {
  return childrenOf(value)
    .slice(0, maxChildren)
    .map(([name, child]) => toNode(childReference(reference, name), String(name), child))
}

function toNode(reference: string, name: string, value: unknown): DataNode {
  return {
    reference,
    name,
    value,
    type: value === undefined ? '' : typeOfValue(value),
    sample: value === undefined ? '' : shortText(value),
    hasChildren: childrenOf(value).length > 0,
  }
}
