'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useState } from 'react'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { isDirty } from './editor-store'
import { useEditor, useEditorStore, useSaveNow } from './use-editor'

/**
 * Lets nobody leave with unsaved changes: it saves first, and asks when that fails. The browser itself
 * asks when the tab is closed or reloaded.
 */
export function LeaveGuard() {
  const router = useRouter()
  const store = useEditorStore()
  const saveNow = useSaveNow()
  const name = useEditor((state) => state.name)
  const [leave, setLeave] = useState<(() => void) | null>(null)

  useEffect(() => {
    const { pathname } = window.location
    const unsaved = () => isDirty(store.getState())
    // Set while a step through the history is taken back or, after saving, taken again.
    let passing = false

    async function leaveBy(go: () => void) {
      if (await saveNow()) go()
      else setLeave(() => go)
    }

    function onBeforeUnload(event: BeforeUnloadEvent) {
      if (unsaved()) event.preventDefault()
    }

    function onClick(event: MouseEvent) {
      if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
      const link = event.target instanceof Element ? event.target.closest('a') : null
      if (!link || link.target === '_blank' || link.download || link.origin !== window.location.origin) return
      if (link.pathname === pathname || !unsaved()) return
      event.preventDefault()
      event.stopPropagation()
      void leaveBy(() => router.push(link.pathname + link.search + link.hash))
    }

    // The router listens to the same event; in the capture phase this runs before it.
    function onPopState(event: PopStateEvent) {
      if (passing) {
        passing = false
        return
      }
      if (window.location.pathname === pathname || !unsaved()) return
      event.stopImmediatePropagation()
      passing = true
      window.history.forward()
      void leaveBy(() => {
        passing = true
        window.history.back()
      })
    }

    window.addEventListener('beforeunload', onBeforeUnload)
    window.addEventListener('click', onClick, true)
    window.addEventListener('popstate', onPopState, true)
    return () => {
      window.removeEventListener('beforeunload', onBeforeUnload)
      window.removeEventListener('click', onClick, true)
      window.removeEventListener('popstate', onPopState, true)
    }
  }, [router, store, saveNow])

  return (
    <ConfirmDialog
      open={leave !== null}
      onOpenChange={(open) => !open && setLeave(null)}
      title="Leave without saving?"
      confirmLabel="Leave without saving"
      cancelLabel="Keep editing"
      destructive
      onConfirm={() => {
        setLeave(null)
        leave?.()
      }}
    >
      The latest changes to {name} couldn’t be saved and will be lost.
    </ConfirmDialog>
  )
}
