import type { Upstream } from './benchmark'
import { startScript } from './start-script'

/** Starts the other side. It ends when it is told to, or with this process. */
export async function startUpstream(): Promise<Upstream & { stop: () => Promise<void> }> {
  const script = await startScript('upstream.ts', null)
  const [port = 0, silentPort = 0] = script.said as number[]
  return {
    origin: `http://127.0.0.1:${port}`,
    silentPort,
    allow: `127.0.0.1:${port},127.0.0.1:${silentPort}`,
    stop: script.stop,
  }
}
