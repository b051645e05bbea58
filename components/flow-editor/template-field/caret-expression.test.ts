import { describe, expect, test } from 'vitest'
import { expressionAt, insertReference } from './caret-expression'

/** `|` marks the caret. */
function withCaret(marked: string): [string, number] {
  return [marked.replace('|', ''), marked.indexOf('|')]
}

describe('what is being typed at the caret', () => {
  test.each([
    ['{{|', ''],
    ['{{ steps.get|', 'steps.get'],
    ['/a/{{ steps.get| }}/b', 'steps.get'],
    ['{{ input.a }} and {{ input.b|', 'input.b'],
    ['{{ steps.get.body.items[0]|', 'steps.get.body.items[0]'],
  ])('%s', (marked, typed) => {
    expect(expressionAt(...withCaret(marked))?.typed).toBe(typed)
  })

  test.each(['plain|', '{{ input.a }}|', '{|{ input.a }}', '|{{ input.a }}'])('nothing in %s', (marked) => {
    expect(expressionAt(...withCaret(marked))).toBeNull()
  })

  test('is no reference behind a filter', () => {
    const text = '{{ input.a | upcase'
    expect(expressionAt(text, text.length)).toBeNull()
  })
})

describe('an accepted suggestion', () => {
  test.each([
    ['{{|', '{{ input.id }}|'],
    ['{{ in|', '{{ input.id }}|'],
    ['/a/{{ in| }}/b', '/a/{{ input.id }}|/b'],
    ['{{in|}}', '{{ input.id }}|'],
    ['{{ ste|ps.old }}', '{{ input.id }}|'],
    ['{{ in| {{ input.b }}', '{{ input.id }}| {{ input.b }}'],
    ['{{ in| | upcase }}', '{{ input.id | upcase }}|'],
    ['/a/|', '/a/{{ input.id }}|'],
  ])('turns %s into %s', (before, after) => {
    const [text, caret] = [before.replace('|', ''), before.indexOf('|')]
    const result = insertReference(text, { start: caret, end: caret }, 'input.id')
    const marked = `${result.text.slice(0, result.caret)}|${result.text.slice(result.caret)}`
    expect(marked).toBe(after)
  })

  test('takes the place of what is selected', () => {
    const result = insertReference('/users/42', { start: 7, end: 9 }, 'input.id')
    expect(result).toEqual({ text: '/users/{{ input.id }}', caret: 21 })
  })
})
