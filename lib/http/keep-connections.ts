import type { Connection } from '@/lib/http/connection'

/** Idle connections for reuse. Each waits under a key that says who may use it and for what. */
export type KeptConnections = {
  take(key: string): Connection | null
  give(key: string, connection: Connection): void
  closeAll(): void
}

const maxIdle = 512
const maxIdleMs = 4000

export function createKeptConnections(): KeptConnections {
  const idle = new Map<string, Connection[]>()
  let count = 0

  function forget(key: string, connection: Connection): void {
    const list = idle.get(key) ?? []
    const place = list.lastIndexOf(connection)
    if (place < 0) return
    list.splice(place, 1)
    count -= 1
    if (list.length === 0) idle.delete(key)
  }

  return {
    take(key) {
      // The last one given is the least likely to be about to be closed by the other side.
      for (let connection = idle.get(key)?.at(-1); connection; connection = idle.get(key)?.at(-1)) {
        forget(key, connection)
        if (connection.isOpen() && performance.now() - connection.lastUsedAt < maxIdleMs) return connection
        connection.destroy()
      }
      return null
    },
    give(key, connection) {
      if (count >= maxIdle || !connection.isOpen()) return connection.destroy()
      connection.lastUsedAt = performance.now()
      const list = idle.get(key)
      if (list) list.push(connection)
      else idle.set(key, [connection])
      count += 1
      connection.onClose = () => {
        forget(key, connection)
        connection.destroy()
      }
    },
    closeAll() {
      for (const connection of [...idle.values()].flat()) connection.destroy()
    },
  }
}
