import { useMemo } from 'react'
import { announce } from '@/components/ui/announcer'
import { showToast } from '@/components/ui/toast'
import { connectionRefusal, findNode, type Output } from '../flow-document'
import { outputName, stepName } from '../step-types'
import { useEditorActions, useEditorStore } from '../use-editor'
import { useCanvasStore } from './canvas-provider'
import type { Connecting } from './canvas-store'

/** Beginning, ending and giving up a connection, whether by drag or by clicks. */
export function useConnecting() {
  const canvas = useCanvasStore()
  const editor = useEditorStore()
  const actions = useEditorActions()
  return useMemo(() => {
    function begin(output: Output, by: Connecting['by']) {
      const document = editor.getState()
      const refusals = new Map<string, string>()
      for (const { id } of document.nodes) {
        const refusal = connectionRefusal(document, { ...output, target: id })
        if (refusal) refusals.set(id, refusal)
      }
      canvas.setState({ connecting: { output, by, refusals } })
      const source = findNode(document, output.source)
      if (by === 'click' && source) {
        announce(
          `Connecting ${outputName(output.sourceHandle)} of ${stepName(source)}. Choose a step, or press Escape.`,
        )
      }
    }

    function end() {
      canvas.setState({ connecting: null })
    }

    /** Leads the output that is being connected into a step, or says why that can't be. */
    function finish(target: string) {
      const { connecting } = canvas.getState()
      end()
      if (!connecting || target === connecting.output.source) return
      const refusal = actions.connect({ ...connecting.output, target })
      if (refusal) showToast({ title: 'Not connected', description: refusal, tone: 'info' })
    }

    return { begin, end, finish }
  }, [canvas, editor, actions])
}
