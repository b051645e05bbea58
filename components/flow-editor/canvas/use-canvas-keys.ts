import { useReactFlow } from '@xyflow/react'
import { type KeyboardEvent, useCallback, useEffect, useRef } from 'react'
import { announce } from '@/components/ui/announcer'
import { incomingEdges, outgoingEdges } from '@/lib/flows/graph'
import { type EditorNode, findNode, spacing } from '../flow-document'
import { useTidyUp } from '../layout/use-tidy-up'
import { stepName } from '../step-types'
import { useEditorActions, useEditorStore } from '../use-editor'
import { useFocusInspector } from '../use-inspector'
import { useSingleKeys } from '../use-single-keys'
import { useCanvasStore } from './canvas-provider'
import { fitFlow } from './fit-view'
import { useOpenPicker } from './use-open-picker'
import { useRemoveSelection } from './use-remove-selection'

const arrows: Record<string, { x: number; y: number }> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
}

/** How long after the last arrow key a move is announced. */
const announceMoveAfterMs = 600

/** Space writes too, but is how every button is pressed. */
function writes({ key }: KeyboardEvent): boolean {
  return key.length === 1 && key !== ' '
}

type Options = { ordered: EditorNode[]; editable: boolean }

/** The keys of the canvas, while it or one of its steps has the focus. */
export function useCanvasKeys({ ordered, editable }: Options) {
  const editor = useEditorStore()
  const actions = useEditorActions()
  const canvas = useCanvasStore()
  const flow = useReactFlow()
  const openPicker = useOpenPicker()
  const focusInspector = useFocusInspector()
  const remove = useRemoveSelection()
  const tidyUp = useTidyUp()
  const { on: singleKeys } = useSingleKeys()
  const moveTimer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(moveTimer.current), [])

  const focusStep = useCallback(
    (id: string | undefined) => {
      if (id === undefined) return
      actions.select([id])
      canvas.setState({ focusNext: id })
    },
    [actions, canvas],
  )

  /** The step that keys act on: the focused one, else the only selected one. */
  function currentStep(event: KeyboardEvent): string | undefined {
    const focused = (event.target as Element).closest<HTMLElement>('.react-flow__node')?.dataset.id
    const { selectedNodeIds } = editor.getState()
    return focused ?? (selectedNodeIds.length === 1 ? selectedNodeIds[0] : undefined)
  }

  function move(event: KeyboardEvent) {
    const direction = arrows[event.key]!
    const state = editor.getState()
    const step = spacing.grid * (event.shiftKey ? 10 : 1)
    const moved = state.nodes.filter((node) => state.selectedNodeIds.includes(node.id))
    actions.moveNodes(
      moved.map(({ id, position }) => ({
        id,
        position: { x: position.x + direction.x * step, y: position.y + direction.y * step },
      })),
      `move ${state.selectedNodeIds.join(' ')}`,
    )
    clearTimeout(moveTimer.current)
    moveTimer.current = setTimeout(() => {
      const [first] = moved
      if (first) announce(moved.length === 1 ? `Moved ${stepName(first)}` : `Moved ${moved.length} steps`)
    }, announceMoveAfterMs)
  }

  function follow(direction: 'forward' | 'back', from: string | undefined) {
    if (from === undefined) return
    const state = editor.getState()
    const next =
      direction === 'forward' ? outgoingEdges(state, from)[0]?.target : incomingEdges(state, from)[0]?.source
    if (next !== undefined && findNode(state, next)) focusStep(next)
    else announce(direction === 'forward' ? 'Nothing follows this step' : 'Nothing leads to this step')
  }

  function escape() {
    const { connecting } = canvas.getState()
    if (connecting) canvas.setState({ connecting: null })
    else actions.select([])
  }

  return function onKeyDown(event: KeyboardEvent<HTMLElement>) {
    // Menus and dialogs are children in React but not in the page; their keys are not the canvas's.
    const target = event.target as HTMLElement
    if (
      !event.currentTarget.contains(target) ||
      target.closest('input, textarea, select, [contenteditable]')
    ) {
      return
    }
    const mod = event.ctrlKey || event.metaKey
    const step = currentStep(event)
    const run = (action: () => void) => {
      event.preventDefault()
      action()
    }
    if (mod) {
      if (event.key === 'a') run(() => actions.select(ordered.map((node) => node.id)))
      else if (event.key === 'd' && editable) run(() => actions.duplicate(editor.getState().selectedNodeIds))
      return
    }
    if (event.altKey || (!singleKeys && writes(event))) return
    if (event.key === 'Escape') return escape()
    if (event.key === 'Home') return run(() => focusStep(ordered[0]?.id))
    if (event.key === 'End') return run(() => focusStep(ordered.at(-1)?.id))
    if (event.key === ']') return run(() => follow('forward', step))
    if (event.key === '[') return run(() => follow('back', step))
    if (event.key === '+' || event.key === '=') return run(() => void flow.zoomIn())
    if (event.key === '-' || event.key === '_') return run(() => void flow.zoomOut())
    if (event.key === '0') return run(() => void flow.zoomTo(1))
    // By position: Shift+1 gives "!" on one keyboard and "1" on another.
    if (event.shiftKey && event.code === 'Digit1') return run(() => void flow.fitView(fitFlow))
    if (event.shiftKey && event.code === 'Digit2') {
      const nodes = editor.getState().selectedNodeIds.map((id) => ({ id }))
      return run(() => void flow.fitView({ nodes, maxZoom: 1.5, padding: 0.3 }))
    }
    if (target.closest('button')) return
    if (event.key === 'Enter' || event.key === 'e') {
      if (step === undefined) return
      return run(() => {
        actions.select([step])
        focusInspector()
      })
    }
    if (event.key === 'r' && step !== undefined) return run(() => canvas.setState({ stepToRun: step }))
    if (event.key === ' ' && step !== undefined) return run(() => actions.select([step]))
    if (!editable) return
    if (event.key === 'a' || event.key === '/') return run(openPicker)
    if (event.key === 'c' && step !== undefined) return run(() => canvas.setState({ connectDialogFor: step }))
    if (event.shiftKey && event.key.toLowerCase() === 'l') return run(tidyUp)
    if (event.key === 'Delete' || event.key === 'Backspace') return run(() => remove('delete'))
    if (arrows[event.key]) return run(() => move(event))
  }
}
