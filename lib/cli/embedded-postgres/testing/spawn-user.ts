import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export type ServerUser = {
  url: string
  adopted: boolean
  /** Ends like a process that is done. */
  leave: () => Promise<void>
  /** Ends without a chance to clean up. */
  kill: () => Promise<void>
  /** Stops it in its tracks, so that others act before it does. */
  freeze: () => void
  thaw: () => void
}

/** Another process that uses the embedded server of a data directory; it is there when this resolves. */
export async function spawnUser(dataDir: string, mode?: 'keep-running'): Promise<ServerUser> {
  const child = spawnUserProcess(dataDir, mode)
  const exited = once(child, 'exit')
  if (!child.stdout) throw new Error('The process has no output')
  const [line] = (await Promise.race([
    once(createInterface(child.stdout), 'line'),
    exited.then(() => Promise.reject(new Error('It ended before the server was there'))),
  ])) as [string]
  const { url, adopted } = JSON.parse(line) as { url: string; adopted: boolean }
  return {
    url,
    adopted,
    leave: async () => {
      child.kill('SIGCONT')
      child.stdin?.end()
      await exited
    },
    kill: async () => {
      child.kill('SIGKILL')
      await exited
    },
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
  }
}

export function spawnUserProcess(dataDir: string, mode = ''): ChildProcess {
  const script = fileURLToPath(new URL('use-server.ts', import.meta.url))
  return spawn(process.execPath, ['--import', 'tsx', script, dataDir, mode], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
}
