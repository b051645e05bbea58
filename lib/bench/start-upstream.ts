import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Upstream } from './benchmark'

/** Starts the other side. It ends when it is told to, or with this process. */
export async function startUpstream(): Promise<Upstream & { stop: () => Promise<void> }> {
  const script = fileURLToPath(new URL('upstream.ts', import.meta.url))
  const child = spawn(process.execPath, ['--import', 'tsx', script], { stdio: ['pipe', 'pipe', 'inherit'] })
  const exited = once(child, 'exit')
  const [line] = (await Promise.race([
    once(createInterface(child.stdout), 'line'),
    exited.then(() => Promise.reject(new Error('The upstream of the benchmarks did not start'))),
  ])) as [string]
  const [port = 0, silentPort = 0] = JSON.parse(line) as number[]
  return {
    origin: `http://127.0.0.1:${port}`,
    silentPort,
    allow: `127.0.0.1:${port},127.0.0.1:${silentPort}`,
    async stop() {
      child.stdin.end()
      await exited
    },
  }
}
