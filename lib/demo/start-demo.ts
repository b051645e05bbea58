import { createHmac, randomInt } from 'node:crypto'
import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { startDemoUpstream } from './upstream'

/** Below the range from which systems pick ports by themselves, so that it is still free next time. */
const ports = { from: 20_000, to: 32_000 }
const tries = 50
const takeOverEveryMs = 5_000

export type Demo = {
  port: number
  token: string
  /** Whether another program has the port that was asked for. */
  moved: boolean
}

/**
 * Serves the demo API on the loopback port that the demo endpoint names, `knownPort`, or on one of its
 * own choice. The token is derived, so that every process with the same `AUTH_SECRET` knows it.
 */
export async function startDemo(authSecret: string, knownPort: number | null): Promise<Demo> {
  const token = createHmac('sha256', authSecret).update('demo api').digest('base64url')
  if (knownPort !== null) {
    if (await listens(knownPort, token)) return { port: knownPort, token, moved: false }
    if (await isDemo(knownPort, token)) {
      takeOverLater(knownPort, token)
      return { port: knownPort, token, moved: false }
    }
  }
  for (let number = 0; number < tries; number++) {
    const port = randomInt(ports.from, ports.to)
    if (await listens(port, token)) return { port, token, moved: knownPort !== null }
  }
  throw new Error(`No port from ${ports.from} to ${ports.to} is free on 127.0.0.1 for the demo API.`)
}

async function listens(port: number, token: string): Promise<boolean> {
  try {
    const server = await startDemoUpstream(port, token)
    server.unref()
    return true
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'EADDRINUSE' || code === 'EACCES') return false
    throw error
  }
}

/** Another process of this installation may serve it already; the token tells it from a stranger. */
async function isDemo(port: number, token: string): Promise<boolean> {
  const headers = { authorization: `Bearer ${token}` }
  const probe = get({ host: '127.0.0.1', port, path: '/orders', headers, agent: false })
  try {
    const signal = AbortSignal.timeout(3_000)
    const [response] = (await once(probe, 'response', { signal })) as [IncomingMessage]
    return response.statusCode === 200
  } catch {
    return false // whatever has the port, it isn't a demo API that works
  } finally {
    probe.destroy()
  }
}

/** The process that serves it may end before ours does. */
function takeOverLater(port: number, token: string): void {
  const timer = setInterval(() => {
    listens(port, token).then(
      (taken) => taken && clearInterval(timer),
      () => {}, // the port is in nobody's hands and can't be had; the next try may
    )
  }, takeOverEveryMs)
  timer.unref()
}
