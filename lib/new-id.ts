import { uuidv7 } from 'uuidv7'

/** An id for a new row. Ids of one table sort by the time of their making. */
export function newId(): string {
  return uuidv7()
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Whether a text from outside could be the id of a row at all; Postgres refuses others with an error. */
export function isId(text: string): boolean {
  return uuid.test(text)
}
