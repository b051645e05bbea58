import type { EventEmitter } from 'node:events'
import type { Socket } from 'node:net'
import type pg from 'pg'

/**
 * Ends a connection on which nothing came back for so long although something was asked. `statement_timeout`
 * is kept by the server, which is of no use when the server itself hangs or its machine has vanished. And
 * `query_timeout` of pg only stops waiting: the connection would go back to the pool with its question
 * still open, and the next ones would wait behind it.
 */
export function endWhenSilent(client: pg.ClientBase, withinMs: number): void {
  // @types/pg doesn't know of the connection.
  const { connection } = client as pg.ClientBase & { connection: EventEmitter & { stream: Socket } }
  const { stream } = connection
  let answered = stream.bytesWritten
  connection.on('readyForQuery', () => (answered = stream.bytesWritten))
  // Begins anew with every byte in either direction; an idle connection may stay.
  stream.setTimeout(withinMs, () => {
    if (stream.bytesWritten > answered) {
      const error = Object.assign(new Error('The database did not answer in time.'), { code: 'ETIMEDOUT' })
      stream.destroy(error)
    }
  })
}
