import {
  type Connection,
  type FinalConnectionState,
  type OnConnectStartParams,
  useReactFlow,
} from '@xyflow/react'
import { useMemo } from 'react'
import { spacing } from '../flow-document'
import { useEditorActions } from '../use-editor'
import { useCanvasStore } from './canvas-provider'
import { useConnecting } from './use-connecting'

/**
 * Wiring by drag: onto a step, wherever on its card, or onto the empty canvas, which asks for a new step.
 * And by clicks: an output, then a step.
 */
export function useConnectByPointer() {
  const canvas = useCanvasStore()
  const actions = useEditorActions()
  const connecting = useConnecting()
  const flow = useReactFlow()
  return useMemo(
    () => ({
      connectOnClick: false,
      connectionRadius: 28,
      isValidConnection: ({
        source,
        sourceHandle,
        target,
      }: Connection | { source: string; target: string; sourceHandle?: string | null }) =>
        actions.refusal({ source, sourceHandle: sourceHandle ?? '', target }) === null,

      onConnectStart: (_: unknown, { nodeId, handleId, handleType }: OnConnectStartParams) => {
        if (nodeId && handleId && handleType === 'source') {
          connecting.begin({ source: nodeId, sourceHandle: handleId }, 'drag')
        }
      },

      onConnectEnd: (event: MouseEvent | TouchEvent, state: FinalConnectionState) => {
        const now = canvas.getState().connecting
        if (now?.by !== 'drag') return
        const { clientX, clientY } =
          'changedTouches' in event ? (event.changedTouches[0] ?? { clientX: 0, clientY: 0 }) : event
        const below = document.elementFromPoint(clientX, clientY)
        const target = state.toNode?.id ?? below?.closest<HTMLElement>('.react-flow__node')?.dataset.id
        if (target) return connecting.finish(target)
        connecting.end()
        if (!below?.closest('.react-flow')) return
        const { x, y } = flow.screenToFlowPosition({ x: clientX, y: clientY })
        const position = { x, y: y - spacing.card.height / 2 }
        canvas.setState({
          picker: { x: clientX, y: clientY, target: { type: 'after', output: now.output, position } },
        })
      },

      /** Whether the click on a step ended a connection. */
      finishByClick: (nodeId: string): boolean => {
        if (canvas.getState().connecting?.by !== 'click') return false
        connecting.finish(nodeId)
        return true
      },
    }),
    [canvas, actions, connecting, flow],
  )
}
