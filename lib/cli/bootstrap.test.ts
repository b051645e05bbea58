import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import type { Writable } from 'node:stream'
import { afterEach, expect, it } from 'vitest'

/** What runs until its input ends, and answers each line of it with one. */
const checkUrls = ['lib/cli/bootstrap.mjs', 'admin', 'egress', 'check', '--stdin']
const url = '"https://192.0.2.1/"\n'
/** How often it looks. */
const watchedMs = 250

let caller: ChildProcess | undefined
afterEach(() => caller?.kill('SIGKILL'))

it.runIf(existsSync('/proc/self/exe'))('outlives the shell that npm was called from', async () => {
  const { shell, answers, stdin, npm } = await startFromShell()
  const exited = once(shell, 'exit')
  shell.kill('SIGKILL')
  await exited
  // For as long as it takes to look whether somebody is still in charge.
  const until = performance.now() + 3 * watchedMs
  while (performance.now() < until) {
    stdin.write(url)
    expect(await answers.next()).toMatchObject({ done: false })
  }
  process.kill(npm, 'SIGKILL')
  expect(await answers.next()).toEqual({ done: true, value: undefined })
})

/** A shell that runs what stands for npm, a Node process, which runs the command and says its own id first. */
async function startFromShell() {
  const npm = `
    const { spawn } = require('node:child_process')
    console.log(process.pid)
    spawn(process.execPath, ${JSON.stringify(checkUrls)}, { stdio: 'inherit' })
  `
  caller = spawn('sh', ['-c', '"$NODE" -e "$NPM" <&3; true'], {
    env: {
      PATH: process.env.PATH,
      NODE_ENV: process.env.NODE_ENV,
      NODE: process.execPath,
      NPM: npm,
      npm_lifecycle_event: 'start',
      // Never reached.
      DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
      AUTH_SECRET: randomBytes(32).toString('base64'),
      ENCRYPTION_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    },
    // Not its standard input, which Node would close with the shell.
    stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
  })
  const stdin = caller.stdio[3] as Writable
  stdin.on('error', () => {}) // it may end without reading everything
  if (!caller.stdout) throw new Error('It has pipes')
  const answers = createInterface(caller.stdout)[Symbol.asyncIterator]()
  const first = await answers.next()
  stdin.write(url)
  expect(await answers.next()).toMatchObject({ done: false })
  return { shell: caller, answers, stdin, npm: Number(first.value) }
}
