import { randomFillSync } from 'node:crypto'
import { V7Generator } from 'uuidv7'

/** Random numbers for some hundred ids: asking for them costs the same however many there are. */
const pool = new Uint32Array(1024)
let used = pool.length

const ids = new V7Generator({
  nextUint32() {
    if (used === pool.length) {
      randomFillSync(pool)
      used = 0
    }
    return pool[used++] ?? 0
  },
})

/** An id for a new row. Ids of one table sort by the time of their making. */
export function newId(): string {
  return ids.generate().toString()
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Whether a text from outside could be the id of a row at all; Postgres refuses others with an error. */
export function isId(text: string): boolean {
  return uuid.test(text)
}
