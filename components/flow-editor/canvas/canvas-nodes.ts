import type { Node } from '@xyflow/react'
import { isKnownNode, type NodeData, type NodeType } from '@/lib/flows/schema'
import type { EditorNode, Position } from '../flow-document'
import { stepLabelId } from '../nodes/step-description'

/** A step as React Flow draws it. */
export type StepNode<T extends NodeType | 'unknown' = NodeType | 'unknown'> = Node<
  T extends NodeType ? NodeData<T> : Record<string, unknown>,
  T
>

export type Size = { width?: number; height?: number }

export const stepHelpId = 'canvas-step-help'

type Drawn = { position: Position; selected: boolean; measured: Size | undefined; node: StepNode }

/**
 * Makes React Flow's nodes from those of the document. The same step in the same state gives the same
 * object, and React Flow then leaves its card alone. Selection, size and a drag that is going on are
 * laid over the document; they are not part of it.
 */
export function createNodeView() {
  const drawn = new WeakMap<EditorNode, Drawn>()
  return (node: EditorNode, position: Position, selected: boolean, measured: Size | undefined): StepNode => {
    const last = drawn.get(node)
    if (last && last.position === position && last.selected === selected && last.measured === measured) {
      return last.node
    }
    const view = {
      id: node.id,
      type: isKnownNode(node) ? node.type : 'unknown',
      data: node.data,
      position,
      selected,
      measured,
      domAttributes: {
        'aria-labelledby': stepLabelId(node.id),
        'aria-describedby': stepHelpId,
        'aria-roledescription': 'step',
      },
      // Every type comes with its own data; TypeScript can't pair them through a union.
    } as StepNode
    drawn.set(node, { position, selected, measured, node: view })
    return view
  }
}
