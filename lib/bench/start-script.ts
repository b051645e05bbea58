import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { nodeOn } from './cores'

/** A process of the benchmarks. It speaks JSON, one line a message, and ends with its standard input. */
export type Script = {
  pid: number
  /** Its first line: where it listens. */
  said: unknown
  /** One order, and the line that answers it. */
  ask: (order: unknown) => Promise<unknown>
  stop: () => Promise<void>
}

/** @param file beside this one */
export async function startScript(file: string, core: number | null, args: string[] = []): Promise<Script> {
  const path = fileURLToPath(new URL(file, import.meta.url))
  const child = spawn(...nodeOn(core, ['--import', 'tsx', path, ...args]), {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  const read = async () => {
    const line = await lines.next()
    if (line.done) throw new Error(`${file} of the benchmarks ended early; see above`)
    return JSON.parse(line.value) as unknown
  }
  return {
    pid: child.pid ?? 0,
    said: await read(),
    ask: (order) => {
      child.stdin.write(`${JSON.stringify(order)}\n`)
      return read()
    },
    async stop() {
      child.stdin.end()
      await exited
    },
  }
}
