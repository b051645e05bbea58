import { type Cursor, decodeCursor } from '@/lib/cursor'
import { invalidField } from '@/lib/errors'

/**
 * A cursor of a list that is sorted by time.
 * @throws AppError `invalid_input`
 */
export function decodeTimeCursor(text: string): Cursor {
  const cursor = decodeCursor(text)
  const isTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(cursor.value)
  if (isTime && !Number.isNaN(Date.parse(cursor.value))) return cursor
  throw invalidField('cursor', 'This is not a cursor of ours. Start again without one.')
}
