const marker = 'leaveGuard'

type GuardBack = {
  /** Calls `arm` whenever there is something to guard; returns how to stop watching for it. */
  watch: (arm: () => void) => () => void
  /** Back was pressed and would leave the page, which is still there; `history.back()` leaves it. */
  onBack: () => void
}

/**
 * Catches the Back button. A step back can't be refused, and the router acts on it before anybody else,
 * so the page gets a second entry of its own in the history: Back then leads from the one to the other,
 * and the page may decide. Below it there may be entries of the page itself, for panels that were opened;
 * their number is kept in the mark, and Back goes on to them freely. Returns how to stop.
 */
export function guardBack({ watch, onBack }: GuardBack): () => void {
  let entriesBefore = window.history.length
  let armed = false

  const stopWatching = watch(() => {
    if (armed) return
    armed = true
    const state: unknown = window.history.state
    // Zero also where it can't be known: browsers stop counting at 50. Then Back asks once too often.
    mark(Math.max(0, window.history.length - entriesBefore))
    // With the router's own state the entry is the router's, and going back to it draws nothing anew.
    window.history.pushState(state, '')
  })

  function onPopState({ state }: PopStateEvent) {
    const ownEntriesBelow = readMark(state)
    if (ownEntriesBelow === null) return
    if (ownEntriesBelow === 0) return onBack()
    armed = false
    entriesBefore = window.history.length - (ownEntriesBelow - 1)
    window.history.back()
  }

  window.addEventListener('popstate', onPopState)
  return () => {
    stopWatching()
    window.removeEventListener('popstate', onPopState)
  }
}

/** Goes on guarding after Back was pressed and taken back. */
export function keepGuarding(): void {
  mark(0)
  window.history.forward()
}

function mark(ownEntriesBelow: number) {
  const state = window.history.state as object | null
  window.history.replaceState({ ...state, [marker]: ownEntriesBelow }, '')
}

function readMark(state: unknown): number | null {
  if (typeof state !== 'object' || state === null || !(marker in state)) return null
  return Number(state[marker])
}
