/** The reference that is being typed, between `{{` and the caret. */
export type CaretExpression = {
  /** What of the reference stands before the caret: what suggestions are searched for. */
  typed: string
  /** Where the whole reference begins and ends, so that accepting a suggestion replaces all of it. */
  begin: number
  end: number
  /** Whether `}}` follows already. */
  closed: boolean
}

const referenceBefore = /[\w.[\]"'-]*$/
const referenceAfter = /^[\w.[\]"'-]*/

/**
 * What stands at the caret when it is inside `{{ … }}`, else `null`. Behind a `|` names of filters are
 * typed, not references.
 */
export function expressionAt(text: string, caret: number): CaretExpression | null {
  const before = text.slice(0, caret)
  const open = before.lastIndexOf('{{')
  if (open === -1 || before.indexOf('}}', open) !== -1) return null
  const inside = before.slice(open + 2)
  if (inside.includes('|')) return null
  const typed = referenceBefore.exec(inside)?.[0] ?? ''
  const rest = text.slice(caret)
  const end = caret + (referenceAfter.exec(rest)?.[0].length ?? 0)
  const close = text.indexOf('}}', caret)
  const nextOpen = text.indexOf('{{', caret)
  return {
    typed,
    begin: caret - typed.length,
    end,
    closed: close !== -1 && (nextOpen === -1 || close < nextOpen),
  }
}

/**
 * The text with `reference` at the caret: in place of the one that is being typed, else as a new
 * `{{ … }}` in place of the selection. `caret` comes to stand behind the closing braces.
 */
export function insertReference(
  text: string,
  selection: { start: number; end: number },
  reference: string,
): { text: string; caret: number } {
  const expression = expressionAt(text, selection.start)
  if (!expression) {
    const inserted = `{{ ${reference} }}`
    return {
      text: text.slice(0, selection.start) + inserted + text.slice(selection.end),
      caret: selection.start + inserted.length,
    }
  }
  const gap = text[expression.begin - 1] === ' ' ? '' : ' '
  const head = text.slice(0, expression.begin) + gap + reference
  const tail = text.slice(expression.end)
  if (!expression.closed) return { text: `${head} }}${tail}`, caret: head.length + 3 }
  // `{{input.id}}` gets the space that a completed one has.
  const spaced = tail.startsWith('}}') ? ` ${tail}` : tail
  return { text: head + spaced, caret: head.length + spaced.indexOf('}}') + 2 }
}
