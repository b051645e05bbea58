import { invalidField } from '@/lib/errors'
import { isId } from '@/lib/new-id'

/** The place of a row in a sorted list: its sort value and its id. */
export type Cursor = { value: string; id: string }

/** A text for the address of the next page. Opaque to the caller. */
export function encodeCursor({ value, id }: Cursor): string {
  return Buffer.from(JSON.stringify([value, id])).toString('base64url')
}

/**
 * A page of rows, of which one more was read than it has: that one tells whether there is another page.
 * @param cursorOf the place of the last row
 */
export function toPage<Row>(
  rows: Row[],
  limit: number,
  cursorOf: (row: Row) => Cursor,
): { page: Row[]; nextCursor: string | null } {
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return { page, nextCursor: rows.length > limit && last ? encodeCursor(cursorOf(last)) : null }
}

/** @throws AppError `invalid_input` for a text that is none of ours */
export function decodeCursor(text: string): Cursor {
  try {
    const [value, id, ...rest]: unknown[] = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
    if (typeof value === 'string' && typeof id === 'string' && isId(id) && rest.length === 0)
      return { value, id }
  } catch {
    // Not even JSON: the same answer.
  }
  throw invalidField('cursor', 'This is not a cursor of ours. Start again without one.')
}
