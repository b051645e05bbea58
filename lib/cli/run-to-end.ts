import { spawn, type SpawnOptions } from 'node:child_process'
import { once } from 'node:events'
import { basename } from 'node:path'

/**
 * Runs a program and returns what it printed.
 * @throws Error with all its output when it fails
 */
export async function runToEnd(program: string, args: string[], options: SpawnOptions): Promise<string> {
  const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => (output += chunk))
  }
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null]
  if (code !== 0) throw new Error(`${basename(program)} failed (${signal ?? `exit ${code}`}):\n${output}`)
  return output
}
