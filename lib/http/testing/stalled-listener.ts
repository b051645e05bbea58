import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { Worker } from 'node:worker_threads'

const source = `
const { createServer } = require('node:net')
const { parentPort } = require('node:worker_threads')
const server = createServer()
server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
  parentPort.postMessage(server.address().port)
  // From here on nobody accepts: the thread sleeps for good.
  setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0))
})`

export type StalledListener = { port: number; close(): Promise<void> }

/** A port whose backlog is full: a new connection attempt gets no answer at all. */
export async function startStalledListener(): Promise<StalledListener> {
  const worker = new Worker(source, { eval: true })
  const [port] = (await once(worker, 'message')) as [number]
  const fillers: Socket[] = []
  for (let isFull = false; !isFull;) {
    const socket = connect(port, '127.0.0.1').on('error', () => {})
    fillers.push(socket)
    const connected = once(socket, 'connect').then(() => false)
    // Only a clock can tell that something does not happen; loopback answers within microseconds.
    const { promise, cancel } = after(200)
    isFull = await Promise.race([connected, promise])
    cancel()
    if (fillers.length > 5000) throw new Error('The backlog never fills on this system')
  }
  return {
    port,
    async close() {
      for (const socket of fillers) socket.destroy()
      await worker.terminate()
    },
  }
}

function after(ms: number): { promise: Promise<true>; cancel: () => void } {
  let timer: NodeJS.Timeout | undefined
  const promise = new Promise<true>((resolve) => (timer = setTimeout(() => resolve(true), ms)))
  return { promise, cancel: () => clearTimeout(timer) }
}
