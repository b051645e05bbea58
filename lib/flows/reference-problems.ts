import { nodeReferences } from './node-references'
import { resultFields, runFields } from './references'
import type { FlowNode, FlowProblem, NodeOf } from './schema'
import { didYouMean } from './suggest'
import type { Reference } from './templates'

type Finding = { message: string; severity: FlowProblem['severity'] } | null
type Facts = {
  inputs: string[]
  byKey: Map<string, FlowNode>
  setters: Map<string, FlowNode[]>
  comesAfter: (from: string, to: string) => boolean
}

const roots = ['input', 'vars', 'steps', 'run']

/** References that can't have a value: a step, field or variable that isn't there, or not yet. */
export function referenceProblems(
  nodes: FlowNode[],
  comesAfter: (from: string, to: string) => boolean,
): FlowProblem[] {
  const facts: Facts = { ...collectNames(nodes), comesAfter }
  return nodes.flatMap((node) =>
    nodeReferences(node).flatMap(({ field, reference }) => {
      const finding = judge(reference, node, facts)
      return finding ? [{ code: 'unknown_reference' as const, ...finding, nodeId: node.id, field }] : []
    }),
  )
}

function collectNames(nodes: FlowNode[]): Omit<Facts, 'comesAfter'> {
  const byKey = new Map<string, FlowNode>()
  const setters = new Map<string, FlowNode[]>()
  for (const node of nodes) {
    if (!byKey.has(node.data.key)) byKey.set(node.data.key, node)
    if (node.type !== 'setVariables') continue
    for (const { name } of node.data.variables) setters.set(name, [...(setters.get(name) ?? []), node])
  }
  const starts = nodes.filter((node): node is NodeOf<'start'> => node.type === 'start')
  return { inputs: starts.flatMap(({ data }) => data.inputs.map(({ name }) => name)), byKey, setters }
}

function judge({ path, optional }: Reference, node: FlowNode, facts: Facts): Finding {
  const [root, name, field] = path
  if (root == null) return null
  if (!roots.includes(root)) return unknown(`There is no “${root}”.${didYouMean(root, roots)}`)
  if (name == null) return null
  if (root === 'run' && !(name in runFields)) {
    return unknown(`The run has no field “${name}”.${didYouMean(name, Object.keys(runFields))}`)
  }
  if (root === 'input' && !facts.inputs.includes(name)) {
    const message = `The start step declares no input “${name}”.${didYouMean(name, facts.inputs)}`
    // Undeclared inputs are passed on, so it may well be there.
    return optional ? null : { message, severity: 'warning' }
  }
  if (root === 'vars') return judgeVariable(name, optional, node, facts)
  if (root === 'steps') return judgeStep(name, field ?? null, optional, node, facts)
  return null
}

function judgeVariable(name: string, optional: boolean, node: FlowNode, facts: Facts): Finding {
  const setters = facts.setters.get(name) ?? []
  if (optional || setters.some(({ id }) => facts.comesAfter(id, node.id))) return null
  if (setters.length > 0) return unknown(`The variable “${name}” isn’t set before this step.`)
  return unknown(`No step sets the variable “${name}”.${didYouMean(name, facts.setters.keys())}`)
}

function judgeStep(
  key: string,
  field: string | null,
  optional: boolean,
  node: FlowNode,
  facts: Facts,
): Finding {
  const step = facts.byKey.get(key)
  if (!step) return unknown(`There is no step “${key}”.${didYouMean(key, facts.byKey.keys())}`)
  if (!facts.comesAfter(step.id, node.id))
    return unknown(`“${step.data.label}” doesn’t run before this step.`)
  const fields = Object.keys(resultFields(step))
  if (field === null || optional || fields.includes(field)) return null
  return unknown(`“${step.data.label}” has no field “${field}”.${didYouMean(field, fields)}`)
}

function unknown(message: string): Finding {
  return { message, severity: 'error' }
}
