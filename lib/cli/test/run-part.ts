import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { runToEnd } from '../run-to-end'

/** One part of `npm test`, and how it went. */
export type PartResult = { name: string; ok: boolean }

/** Runs a part silently, beside others; its output is shown when it fails. */
export async function runQuietly(name: string, work: () => Promise<string>): Promise<PartResult> {
  const startedAt = Date.now()
  try {
    const said = await work()
    console.log(`✓ ${name} (${seconds(startedAt)})${said ? `: ${said}` : ''}`)
    return { name, ok: true }
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error)
    console.log(`✗ ${name} (${seconds(startedAt)})\n\n${text.trimEnd()}\n`)
    return { name, ok: false }
  }
}

/** Runs a part whose output is shown as it comes. */
export async function runLoudly(name: string, program: string[]): Promise<PartResult> {
  const startedAt = Date.now()
  console.log(`\n── ${name} ──`)
  const child = spawn(process.execPath, program, { stdio: ['ignore', 'inherit', 'inherit'] })
  const [code] = (await once(child, 'close')) as [number | null]
  console.log(`${code === 0 ? '✓' : '✗'} ${name} (${seconds(startedAt)})`)
  return { name, ok: code === 0 }
}

/** For `runQuietly`: a tool of ours, of which only the failure is worth reading. */
export async function runTool(...programs: string[][]): Promise<string> {
  for (const program of programs) await runToEnd(process.execPath, program, {})
  return ''
}

function seconds(since: number): string {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`
}
