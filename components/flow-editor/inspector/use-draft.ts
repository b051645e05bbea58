import { useState } from 'react'

/**
 * What is being typed, where not every intermediate state can be kept in the document. It holds until
 * `value` changes from outside, by undo for instance; then it is made anew.
 * @param value immutable, compared by reference
 * @param unfinished where drafts that the document can't hold outlive the field, so that looking at another
 *   step in between loses nothing; as long as `value` itself lives
 */
export function useDraft<V, D>(value: V, toDraft: (value: V) => D, unfinished?: Unfinished<D>) {
  const [state, setState] = useState(() => ({ value, draft: kept(unfinished, value) ?? toDraft(value) }))
  let current = state
  if (state.value !== value) {
    current = { value, draft: toDraft(value) }
    setState(current)
  }
  /** `next` is what the document holds with this draft; the old value when the draft is not fit for it. */
  const setDraft = (draft: D, next: V) => {
    if (isObject(value)) {
      if (next === value) unfinished?.set(value, draft)
      else unfinished?.delete(value)
    }
    setState({ value: next, draft })
  }
  return [current.draft, setDraft] as const
}

export type Unfinished<D> = WeakMap<object, D>

function kept<D>(unfinished: Unfinished<D> | undefined, value: unknown): D | undefined {
  return isObject(value) ? unfinished?.get(value) : undefined
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
