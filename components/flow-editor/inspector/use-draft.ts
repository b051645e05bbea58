import { useState } from 'react'

/**
 * What is being typed, where not every intermediate state can be kept in the document. It holds until
 * `value` changes from outside, by undo for instance; then it is made anew.
 * @param value immutable, compared by reference
 */
export function useDraft<V, D>(value: V, toDraft: (value: V) => D) {
  const [state, setState] = useState(() => ({ value, draft: toDraft(value) }))
  let current = state
  if (state.value !== value) {
    current = { value, draft: toDraft(value) }
    setState(current)
  }
  /** `next` is what the document holds with this draft; the old value when the draft is not fit for it. */
  const setDraft = (draft: D, next: V) => setState({ value: next, draft })
  return [current.draft, setDraft] as const
}
