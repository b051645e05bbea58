import type { EdgeChange } from '@xyflow/react'
import { useCallback, useMemo } from 'react'
import { outputName, stepName } from '../step-types'
import { useEditor, useEditorActions, useEditorStore } from '../use-editor'
import type { FlowEdgeView } from './step-edge'

/** The connections as React Flow draws them. One that leads nowhere is a problem in the list, not a line. */
export function useDrawnEdges(editable: boolean) {
  const store = useEditorStore()
  const actions = useEditorActions()
  const nodes = useEditor((state) => state.nodes)
  const edges = useEditor((state) => state.edges)
  const selectedIds = useEditor((state) => state.selectedEdgeIds)

  const names = useMemo(() => new Map(nodes.map((node) => [node.id, stepName(node)])), [nodes])
  const drawn = useMemo(
    () =>
      edges
        .filter((edge) => names.has(edge.source) && names.has(edge.target))
        .map((edge): FlowEdgeView => {
          const name = `${outputName(edge.sourceHandle)} of ${names.get(edge.source)} to ${names.get(edge.target)}`
          return {
            ...edge,
            type: 'step',
            targetHandle: 'in',
            selected: selectedIds.includes(edge.id),
            ariaLabel: name,
            domAttributes: { 'aria-roledescription': 'connection' },
            data: { name, editable },
          }
        }),
    [edges, names, selectedIds, editable],
  )

  const onEdgesChange = useCallback(
    (changes: EdgeChange<FlowEdgeView>[]) => {
      const selection = new Set(store.getState().selectedEdgeIds)
      for (const change of changes) {
        if (change.type !== 'select') continue
        if (change.selected) selection.add(change.id)
        else selection.delete(change.id)
      }
      actions.select(store.getState().selectedNodeIds, [...selection])
    },
    [store, actions],
  )

  return { drawn, onEdgesChange }
}
