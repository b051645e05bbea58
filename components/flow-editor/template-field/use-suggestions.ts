import { type KeyboardEvent, useCallback, useId, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { type CaretExpression, expressionAt, insertReference } from './caret-expression'
import { matchSuggestions, type Suggestion } from './suggestions'
import { useTemplateData } from './template-data'

type TextControl = HTMLInputElement | HTMLTextAreaElement

/** The list of suggestions of one template field: when it is open, what is in it, what its keys do. */
export function useSuggestions(label: string, onValueChange: (text: string) => void) {
  const data = useTemplateData()
  const control = useRef<TextControl>(null)
  const attach = useCallback((element: TextControl | null) => {
    control.current = element
  }, [])
  const listId = useId()
  const [typed, setTyped] = useState<string | null>(null)
  const [active, setActive] = useState(0)
  const matches = typed === null ? [] : matchSuggestions(data.suggestions, typed)
  const open = typed !== null && matches.length > 0

  function show(expression: CaretExpression | null) {
    setTyped(expression?.typed ?? null)
    setActive(0)
  }

  function follow() {
    const element = control.current
    if (element) show(expressionAt(element.value, element.selectionStart ?? 0))
  }

  function insert(reference: string) {
    const element = control.current
    if (!element) return
    const selection = { start: element.selectionStart ?? 0, end: element.selectionEnd ?? 0 }
    const next = insertReference(element.value, selection, reference)
    // The caret can only be placed in text that is there already.
    flushSync(() => onValueChange(next.text))
    element.setSelectionRange(next.caret, next.caret)
    setTyped(null)
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === ' ' && event.ctrlKey) {
      event.preventDefault()
      const element = control.current
      setTyped((element && expressionAt(element.value, element.selectionStart ?? 0)?.typed) ?? '')
      setActive(0)
      return
    }
    if (typed === null) return
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    const accepts = (event.key === 'Enter' || event.key === 'Tab') && !event.shiftKey
    const chosen = matches[active]
    // Between braces Esc is about the suggestions, even where nothing matches: it never leaves the field.
    if (event.key === 'Escape') setTyped(null)
    else if (move !== undefined && open) setActive((active + move + matches.length) % matches.length)
    else if (accepts && chosen && !event.ctrlKey && !event.metaKey) insert(chosen.reference)
    else return
    event.preventDefault()
    // Esc closes the list only, and Enter does not submit the form or run the flow.
    event.stopPropagation()
  }

  return {
    control,
    attach,
    open,
    matches,
    active,
    setActive,
    listId,
    optionId: (index: number) => `${listId}-${index}`,
    accept: (suggestion: Suggestion) => {
      insert(suggestion.reference)
      control.current?.focus()
    },
    /** For the native control. */
    events: {
      onKeyDown,
      onFocus: () => {
        data.rememberField({ label, insert })
      },
      onBlur: () => setTyped(null),
      // Arrow keys and clicks move the caret out of the braces without changing the text.
      onClick: () => open && follow(),
      onKeyUp: (event: KeyboardEvent) => {
        if (['ArrowLeft', 'ArrowRight', 'Home', 'End'].includes(event.key) && open) follow()
      },
    },
    follow,
  }
}
