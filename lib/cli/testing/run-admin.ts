import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'

export type AdminResult = { code: number | null; stdout: string; stderr: string }
export type AdminProcess = { child: ChildProcess; done: Promise<AdminResult> }

/** `npm run admin -- …` as a process of its own, with exactly these settings. */
export function startAdmin(args: string[], settings: Record<string, string>, input = ''): AdminProcess {
  const { PATH, NODE_ENV } = process.env
  const child = spawn(process.execPath, ['lib/cli/bootstrap.mjs', 'admin', ...args], {
    env: { PATH, NODE_ENV, ...settings },
  })
  child.stdin.on('error', () => {}) // it may end without reading everything
  child.stdin.end(input)
  const exited = once(child, 'close') as Promise<[number | null]>
  const done = Promise.all([exited, text(child.stdout), text(child.stderr)]).then(
    ([[code], stdout, stderr]) => ({ code, stdout, stderr }),
  )
  return { child, done }
}

export function runAdmin(
  args: string[],
  settings: Record<string, string>,
  input?: string,
): Promise<AdminResult> {
  return startAdmin(args, settings, input).done
}
