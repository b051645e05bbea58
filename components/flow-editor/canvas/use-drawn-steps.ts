import type { NodeChange } from '@xyflow/react'
import { useCallback, useMemo, useRef, useState } from 'react'
import { flowOrder } from '@/lib/flows/graph'
import type { Position } from '../flow-document'
import { useEditor, useEditorActions, useEditorStore } from '../use-editor'
import { createNodeView, type Size, type StepNode } from './canvas-nodes'

/**
 * The steps as React Flow draws them, in the order in which people read the flow, which is also the
 * order of Tab. A drag changes the document once, when it ends.
 */
export function useDrawnSteps() {
  const store = useEditorStore()
  const actions = useEditorActions()
  const nodes = useEditor((state) => state.nodes)
  const edges = useEditor((state) => state.edges)
  const selectedIds = useEditor((state) => state.selectedNodeIds)
  const [view] = useState(createNodeView)
  const [measured, setMeasured] = useState<ReadonlyMap<string, Size>>(new Map())
  const [dragged, setDragged] = useState<ReadonlyMap<string, Position>>(new Map())

  const copies = useRef(false)

  const ordered = useMemo(() => flowOrder({ nodes, edges }), [nodes, edges])
  const drawn = useMemo(() => {
    const selected = new Set(selectedIds)
    return ordered.map((node) =>
      view(node, dragged.get(node.id) ?? node.position, selected.has(node.id), measured.get(node.id)),
    )
  }, [ordered, selectedIds, view, measured, dragged])

  const onNodesChange = useCallback(
    (changes: NodeChange<StepNode>[]) => {
      const sizes = new Map<string, Size>()
      const moving = new Map<string, Position>()
      const moved = new Map<string, Position>()
      const selection = new Set(store.getState().selectedNodeIds)
      for (const change of changes) {
        if (change.type === 'dimensions' && change.dimensions) sizes.set(change.id, change.dimensions)
        if (change.type === 'position' && change.position) {
          if (change.dragging) moving.set(change.id, change.position)
          else moved.set(change.id, change.position)
        }
        if (change.type === 'select') {
          if (change.selected) selection.add(change.id)
          else selection.delete(change.id)
        }
      }
      if (sizes.size > 0) setMeasured((before) => new Map([...before, ...sizes]))
      if (moving.size > 0) setDragged((before) => new Map([...before, ...moving]))
      if (moved.size > 0) {
        setDragged(new Map())
        const places = new Map(store.getState().nodes.map((node) => [node.id, node.position]))
        const elsewhere = [...moved].flatMap(([id, position]) => {
          const before = places.get(id)
          const offset = before && { x: position.x - before.x, y: position.y - before.y }
          return offset && (offset.x !== 0 || offset.y !== 0) ? [{ id, position, offset }] : []
        })
        const [first] = elsewhere
        if (first && copies.current) {
          actions.duplicate(
            elsewhere.map(({ id }) => id),
            first.offset,
          )
        } else actions.moveNodes(elsewhere)
      }
      if (changes.some((change) => change.type === 'select')) {
        actions.select([...selection], store.getState().selectedEdgeIds)
      }
    },
    [store, actions],
  )

  /** With Alt the steps stay, and copies of them are put where they were dragged to. */
  const onDragStart = useCallback((event: { altKey: boolean }) => {
    copies.current = event.altKey
  }, [])

  return { ordered, drawn, measured, onNodesChange, onDragStart }
}
