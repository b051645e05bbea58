import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { isAlive, processIdentity } from './process-identity'

describe('processIdentity', () => {
  it('names a living process, and no longer when it has ended', async () => {
    const child = spawn(process.execPath, ['-e', 'process.stdin.resume()'])
    const identity = processIdentity(child.pid ?? 0) ?? ''
    expect(isAlive(identity)).toBe(true)
    child.kill()
    await once(child, 'exit')
    expect(isAlive(identity)).toBe(false)
  })

  it('does not take a later process of the same number for it', () => {
    const own = processIdentity(process.pid) ?? ''
    expect(isAlive(own)).toBe(true)
    expect(isAlive(own.replace(/@\d+/, '@1'))).toBe(process.platform === 'win32')
  })

  it.runIf(process.platform === 'linux')('counts a zombie as dead', async () => {
    // The shell turns into `sleep`, which never collects the child that it finds itself with. The child may
    // only end after that: a shell would collect it.
    const shell = spawn('/bin/sh', ['-c', 'sleep 60 & echo $!; exec sleep 60'])
    const [output] = (await once(shell.stdout, 'data')) as [Buffer]
    await expect.poll(() => readFileSync(`/proc/${shell.pid}/comm`, 'utf8').trim()).toBe('sleep')
    const zombie = Number(output.toString())
    process.kill(zombie)
    await expect.poll(() => processIdentity(zombie)).toBe(null)
    expect(process.kill(zombie, 0)).toBe(true)
    shell.kill()
  })
})
