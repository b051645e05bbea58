import { useRouter } from 'next/navigation'
import { useCallback, useEffect, useRef, useState } from 'react'

/** Between a dirty form and everything that would close it. */
export type DiscardGuard = {
  /** What waits for the answer to “Discard changes?”; `null` while nothing was asked. */
  pending: (() => void) | null
  /** Does it now, or asks first while the form is dirty. */
  attempt: (action: () => void) => void
  keep: () => void
  discard: () => void
  setDirty: (dirty: boolean) => void
}

/**
 * Asks before edits are lost. Whoever holds the form closes it through `attempt`; links, Back and closing
 * the window are caught here.
 */
export function useDiscardGuard(): DiscardGuard {
  const dirty = useRef(false)
  const [pending, setPending] = useState<(() => void) | null>(null)

  const attempt = useCallback((action: () => void) => {
    if (dirty.current) setPending(() => action)
    else action()
  }, [])
  const setDirty = useCallback((next: boolean) => {
    dirty.current = next
  }, [])
  useLeaveAttempts(dirty, attempt)

  return {
    pending,
    attempt,
    setDirty,
    keep: () => setPending(null),
    discard: () => {
      dirty.current = false
      setPending(null)
      pending?.()
    },
  }
}

/** The part of the Navigation API that tells a Back from other ways to move. */
type Navigation = EventTarget & { traverseTo: (key: string) => unknown }
type NavigateEvent = Event & { navigationType: string; destination: { key: string } }

function useLeaveAttempts(dirty: { current: boolean }, attempt: DiscardGuard['attempt']) {
  const router = useRouter()
  useEffect(() => {
    const navigation = 'navigation' in window ? (window.navigation as Navigation) : null
    // Before everything else that may keep somebody here, such as a flow with unsaved changes.
    window.addEventListener('click', onClick, true)
    window.addEventListener('beforeunload', onUnload)
    navigation?.addEventListener('navigate', onNavigate)
    return () => {
      window.removeEventListener('click', onClick, true)
      window.removeEventListener('beforeunload', onUnload)
      navigation?.removeEventListener('navigate', onNavigate)
    }

    function onClick(event: MouseEvent) {
      if (!dirty.current || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return
      const link = event.target instanceof Element ? event.target.closest('a') : null
      if (!link || link.target === '_blank' || link.origin !== location.origin) return
      if (link.pathname === location.pathname) return
      event.preventDefault()
      event.stopPropagation()
      // Clicked again, so that whoever else guards the page is asked too.
      attempt(() => (link.isConnected ? link.click() : router.push(link.href)))
    }

    function onUnload(event: BeforeUnloadEvent) {
      if (dirty.current) event.preventDefault()
    }

    function onNavigate(event: Event) {
      const { navigationType, destination } = event as NavigateEvent
      if (!dirty.current || navigationType !== 'traverse' || !event.cancelable) return
      event.preventDefault()
      attempt(() => navigation?.traverseTo(destination.key))
    }
  }, [attempt, dirty, router])
}
