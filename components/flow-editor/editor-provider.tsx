'use client'

import { useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, use, useEffect, useState } from 'react'
import { useOrganization } from '@/components/shell/organization-context'
import { signInAgain } from '@/components/shell/sign-in-again'
import { announce } from '@/components/ui/announcer'
import { unwrap } from '@/lib/action-result'
import { updateFlowAction } from '@/lib/flows/actions'
import { endpointKeys } from '@/lib/endpoints/queries'
import { flowKeys } from '@/lib/flows/queries'
import type { Flow } from '@/lib/flows/schema'
import { type Autosave, createAutosave } from './autosave'
import { createEditorActions, type EditorActions } from './editor-actions'
import { createEditorStore, type EditorStore, isDirty } from './editor-store'
import { usedEndpointIds } from './flow-document'

export type Editor = { store: EditorStore; actions: EditorActions; autosave: Autosave }

const EditorContext = createContext<Editor | null>(null)

/** Holds one flow while it is edited. Give it `key={flow.id}`: it is seeded once. */
export function EditorProvider({ flow, children }: { flow: Flow; children: ReactNode }) {
  const { slug } = useOrganization()
  const queryClient = useQueryClient()
  const [editor] = useState<Editor>(() => {
    const store = createEditorStore(flow)
    const actions = createEditorActions(store, announce)
    const autosave = createAutosave(store, actions, async (change) => {
      const usedBefore = usedEndpointIds(store.getState().saved.nodes)
      const saved = await unwrap(updateFlowAction(slug, { id: flow.id, ...change })).catch(
        (error: unknown) => {
          signInAgain(error)
          throw error
        },
      )
      queryClient.setQueryData(flowKeys.detail(slug, flow.id), saved)
      void queryClient.invalidateQueries({ queryKey: flowKeys.lists(slug) })
      // Endpoints tell how many flows use them.
      if (usedEndpointIds(saved.definition.nodes).join() !== usedBefore.join()) {
        void queryClient.invalidateQueries({ queryKey: endpointKeys.all(slug) })
      }
      return saved
    })
    return { store, actions, autosave }
  })

  // What came from elsewhere is taken as long as there is nothing of our own to lose.
  useEffect(() => {
    const state = editor.store.getState()
    if (flow.version > state.version && state.savePhase.type === 'idle' && !isDirty(state)) {
      editor.actions.takeOver(flow, `load ${flow.updatedBy}’s version`)
    }
  }, [editor, flow])

  useEffect(() => {
    const stop = editor.autosave.start()
    const saveNow = () => void editor.autosave.saveNow()
    // Before the tab may be closed, and when somebody comes back who signed in again elsewhere.
    document.addEventListener('visibilitychange', saveNow)
    window.addEventListener('online', saveNow)
    return () => {
      stop()
      saveNow()
      document.removeEventListener('visibilitychange', saveNow)
      window.removeEventListener('online', saveNow)
    }
  }, [editor])

  return <EditorContext value={editor}>{children}</EditorContext>
}

export function useEditorContext(): Editor {
  const editor = use(EditorContext)
  if (!editor) throw new Error('useEditor needs an EditorProvider around it')
  return editor
}
