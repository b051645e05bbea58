import { useEffect, useEffectEvent } from 'react'

/**
 * Takes over what is being typed when the tab is closed or hidden: the field that has the focus then is
 * never left. The browser asks before it closes, for what was taken over is not saved yet.
 * @param commit returns whether it changed anything
 */
export function useCommitOnLeave(isTyping: boolean, commit: () => boolean): void {
  const commitNow = useEffectEvent(commit)
  useEffect(() => {
    if (!isTyping) return undefined
    // Not left to the editor’s own listener, which may have been asked before.
    const leaving = (event: Event) => {
      if (commitNow()) event.preventDefault()
    }
    window.addEventListener('beforeunload', leaving)
    document.addEventListener('visibilitychange', leaving)
    return () => {
      window.removeEventListener('beforeunload', leaving)
      document.removeEventListener('visibilitychange', leaving)
    }
  }, [isTyping])
}
