import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { nodeOn } from './cores'

/** A server that is no script of ours, in a process of its own. */
export type RunningServer = {
  pid: number
  /** From the start of the process until it was ready. */
  readyMs: number
  stop: () => Promise<void>
}

/** @throws with the end of its log when it stops before it is ready */
export async function startServer(options: {
  core: number | null
  args: string[]
  env: Record<string, string>
  /** It is ready when it answers this address with success, or has printed this line. */
  ready: { url: string } | { line: string }
  logPath: string
}): Promise<RunningServer> {
  const { core, args, env, ready, logPath } = options
  const isReady = () =>
    'url' in ready ? answers(ready.url) : readFileSync(logPath, 'utf8').includes(ready.line)
  const log = openSync(logPath, 'a', 0o600)
  const startedAt = performance.now()
  const child = spawn(...nodeOn(core, args), {
    stdio: ['ignore', log, log],
    // With the name of an npm script a start of ours ends when we do, however we end.
    env: { ...process.env, npm_lifecycle_event: 'bench', ...env },
  })
  closeSync(log)
  const exited = once(child, 'exit')
  while (!(await isReady())) {
    if (child.exitCode !== null || child.signalCode !== null) {
      const end = readFileSync(logPath, 'utf8').split('\n').slice(-20).join('\n')
      throw new Error(`${args.join(' ')} did not start:\n${end}`)
    }
    await sleep(5)
  }
  return {
    pid: child.pid ?? 0,
    readyMs: performance.now() - startedAt,
    async stop() {
      child.kill('SIGTERM')
      await exited
    },
  }
}

function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    async (response) => {
      await response.arrayBuffer()
      return response.ok
    },
    () => false, // nobody listens yet
  )
}
