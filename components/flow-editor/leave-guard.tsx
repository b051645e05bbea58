'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useState } from 'react'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { guardBack, keepGuarding } from './guard-back'
import { isDirty } from './editor-store'
import { useEditor, useEditorStore, useSaveNow } from './use-editor'

type Leaving = { go: () => void; stay: () => void }

/**
 * Lets nobody leave with unsaved changes: it saves first, and asks when that fails. The browser itself
 * asks when the tab is closed or reloaded.
 */
export function LeaveGuard() {
  const router = useRouter()
  const store = useEditorStore()
  const saveNow = useSaveNow()
  const name = useEditor((state) => state.name)
  const [leaving, setLeaving] = useState<Leaving | null>(null)

  useEffect(() => {
    const unsaved = () => isDirty(store.getState())

    async function leaveBy(go: () => void, stay: () => void = () => {}) {
      if (await saveNow()) go()
      else setLeaving({ go, stay })
    }

    function onBeforeUnload(event: BeforeUnloadEvent) {
      if (unsaved()) event.preventDefault()
    }

    function onClick(event: MouseEvent) {
      if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
      const link = event.target instanceof Element ? event.target.closest('a') : null
      if (!link || link.target === '_blank' || link.download || link.origin !== window.location.origin) return
      if (link.pathname === window.location.pathname || !unsaved()) return
      event.preventDefault()
      event.stopPropagation()
      void leaveBy(() => router.push(link.pathname + link.search + link.hash))
    }

    const unguardBack = guardBack({
      watch: (arm) =>
        store.subscribe(() => {
          if (unsaved()) arm()
        }),
      onBack: () => {
        if (unsaved()) void leaveBy(() => window.history.back(), keepGuarding)
        else window.history.back()
      },
    })
    window.addEventListener('beforeunload', onBeforeUnload)
    // Not on the window: a form over the editor listens there, and is asked first.
    document.addEventListener('click', onClick, true)
    return () => {
      unguardBack()
      window.removeEventListener('beforeunload', onBeforeUnload)
      document.removeEventListener('click', onClick, true)
    }
  }, [router, store, saveNow])

  return (
    <ConfirmDialog
      open={leaving !== null}
      onOpenChange={(open) => {
        if (open) return
        leaving?.stay()
        setLeaving(null)
      }}
      title="Leave without saving?"
      confirmLabel="Leave without saving"
      cancelLabel="Keep editing"
      destructive
      onConfirm={() => {
        setLeaving(null)
        leaving?.go()
      }}
    >
      The latest changes to {name} couldn’t be saved and will be lost.
    </ConfirmDialog>
  )
}
