import type { Socket } from 'node:net'
import { Client } from 'undici'
import { maxResponseHeaderBytes } from '@/lib/http/read-head'

/** One open connection and the HTTP client that speaks on it, and on no other. */
export type Connection = {
  client: Client
  /** False from the moment the socket broke, was closed by the other side, or was destroyed. */
  isOpen(): boolean
  /** False while some of a request is still to be sent, although its answer may have come already. */
  isFlushed(): boolean
  /** The socket reported an error, so an answer that ended with it may be cut short. */
  hasFailed(): boolean
  /** `performance.now()` of the last use. */
  lastUsedAt: number
  /** Closes the socket at once. */
  destroy(): void
  /** Called once, when the socket has closed for whatever reason. */
  onClose: () => void
}

/** Shorter than the five seconds after which many servers close, so that we rarely meet a closing one. */
const idleMs = 4000
/** undici's timers tick in half seconds; ours decide, and these only catch what ours might miss. */
const backstopMs = 15 * 60_000

/** @param socket connected, and secured when the origin is https */
export function openConnection(origin: string, socket: Socket): Connection {
  let failed = false
  let isTaken = false
  // Errors of the system only: undici also destroys sockets with reasons of its own when all is well.
  socket.on('error', (error) => (failed ||= 'syscall' in error))
  const client = new Client(origin, {
    // A client that could reconnect would skip the policy's check and the connection timeout.
    connect: (_options, callback) => {
      const isUsable = !isTaken && !socket.destroyed
      isTaken = true
      // Answered in the same turn, undici would not notice that it is connected.
      queueMicrotask(() => {
        if (isUsable) callback(null, socket)
        else callback(new Error('The connection is gone'), null)
      })
    },
    pipelining: 1,
    keepAliveTimeout: idleMs,
    keepAliveMaxTimeout: idleMs,
    headersTimeout: backstopMs,
    bodyTimeout: backstopMs,
    maxHeaderSize: maxResponseHeaderBytes,
  })
  const connection: Connection = {
    client,
    isOpen: () => !socket.destroyed && !socket.readableEnded,
    isFlushed: () => socket.writableLength === 0,
    hasFailed: () => failed,
    lastUsedAt: performance.now(),
    destroy() {
      socket.destroy()
      void client.destroy()
    },
    onClose: () => {},
  }
  socket.once('close', () => connection.onClose())
  return connection
}
