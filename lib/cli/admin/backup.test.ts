import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it, onTestFinished } from 'vitest'
import { fillDatabase } from '@/lib/backup/testing/fill-database'
import { newId } from '@/lib/new-id'
import { rawApiClient } from '@/lib/testing/api'
import { startEchoServer } from '@/lib/testing/echo-server'
import { testServices } from '@/lib/testing/organization'
import { createVault } from '@/lib/vault/create-vault'
import { parseKeyRing } from '@/lib/vault/key-ring'
import { newKeyEntry } from '../generated-keys'
import { createOwnDatabase, type OwnDatabase } from '../testing/own-database'
import { type AdminResult, runAdmin } from '../testing/run-admin'

const folder = mkdtempSync(join(tmpdir(), 'sluice-backup-'))
afterAll(() => rmSync(folder, { recursive: true }))

const newFile = () => join(folder, newId())

async function newDatabase(options?: Parameters<typeof createOwnDatabase>[0]): Promise<OwnDatabase> {
  const database = await createOwnDatabase(options)
  onTestFinished(() => database.drop())
  return database
}

function answerOf({ stdout, stderr, code }: AdminResult): { code: number | null } & Record<string, unknown> {
  const answer = JSON.parse(stdout || stderr) as Record<string, unknown>
  return { code, ...answer }
}

describe('backup and restore', () => {
  it('bring a flow to another database, where it runs with its secret', async () => {
    const upstream = await startEchoServer()
    const ring = newKeyEntry('mine')
    const from = await newDatabase()
    const vault = createVault(parseKeyRing(ring))
    const parts = { ...testServices({ allow: upstream.allow, database: from }), vault }
    const { apiToken, flowId, organization, secret } = await fillDatabase(parts, upstream.origin)
    const file = newFile()
    const settings = { ...from.settings, ENCRYPTION_KEYS: ring }
    const made = await runAdmin(['backup', '--out', file, '--json'], settings)
    expect(answerOf(made)).toMatchObject({ code: 0, file, withoutRuns: false, rows: { flows: 1, runs: 3 } })
    expect(made.stderr).toBe('')

    const to = await newDatabase({ migrated: false, plainOwner: true })
    const restored = await runAdmin(['restore', file, '--json'], { ...to.settings, ENCRYPTION_KEYS: ring })
    expect(answerOf(restored)).toMatchObject({ code: 0, interruptedRuns: 2, secrets: 1, unopened: 0 })

    const there = { ...testServices({ allow: upstream.allow, database: to }), vault }
    const call = rawApiClient({ ...organization.admin, ...there }, apiToken)
    const { status, body } = await call('POST', `/flows/${flowId}/runs`, { input: {} })
    expect([status, body]).toEqual([200, expect.objectContaining({ status: 'succeeded' })])
    expect(upstream.received.map(({ headers }) => headers.authorization)).toEqual([`Bearer ${secret}`])
    expect(JSON.stringify(body)).not.toContain(secret)
  })

  it('say with codes what is not as it should be', async () => {
    const database = await newDatabase()
    await fillDatabase(testServices({ database: database }), 'https://api.example.com')
    const settings = { ...database.settings, ENCRYPTION_KEYS: newKeyEntry('mine') }
    const file = newFile()
    const admin = async (...args: string[]) => answerOf(await runAdmin([...args, '--json'], settings))
    expect(await admin('backup', '--out', file)).toMatchObject({ code: 0 })

    const refused = (code: string) => ({ code: 1, error: expect.objectContaining({ code }) as unknown })
    expect(await admin('backup', '--out', file)).toEqual(refused('file_exists'))
    expect(await admin('restore', file)).toEqual(refused('not_empty'))

    // Its secrets were sealed by a key that nobody has any more.
    const { code, stdout } = await runAdmin(['restore', file, '--replace'], settings)
    expect(code).toBe(3)
    expect(stdout).toContain('The key ring doesn’t open 1 of 1 secret')
    expect(stdout).toContain('ENCRYPTION_KEYS')
  })

  it.skipIf(process.platform === 'win32')('leave nothing behind when the disk is full', async () => {
    const database = await newDatabase()
    await fillDatabase(testServices({ database: database }), 'https://api.example.com')
    const inside = newFile()
    mkdirSync(inside)
    // What a process may write at most stands in for a disk that is full: 512 bytes.
    const command = `ulimit -f 1; exec "$0" lib/cli/bootstrap.mjs admin backup --out "${inside}/x" --json`
    const child = spawn('sh', ['-c', command, process.execPath], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, ...database.settings, ENCRYPTION_KEYS: newKeyEntry('mine') },
    })
    let stderr = ''
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
    expect(await once(child, 'close')).toEqual([1, null])
    expect(JSON.parse(stderr)).toMatchObject({ error: { code: 'no_space' } })
    expect(readdirSync(inside)).toEqual([])
  })
})

describe('on the embedded database', () => {
  it('back up, and restore where only the key ring was brought along', async () => {
    const here = join(folder, 'here')
    const there = join(folder, 'there')
    const admin = (dataDir: string, ...args: string[]) => runAdmin(args, { DATA_DIR: dataDir })
    const account = ['--email', 'maya@example.com', '--org', 'Demo', '--role', 'admin']
    expect((await admin(here, 'user', 'create', ...account)).code).toBe(0)

    const made = await admin(here, 'backup')
    expect(made.code).toBe(0)
    const [name = ''] = readdirSync(join(here, 'backups'))
    const file = join(here, 'backups', name)
    expect(made.stdout).toContain(file)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(statSync(join(here, 'backups')).mode & 0o777).toBe(0o700)

    mkdirSync(there)
    copyFileSync(join(here, 'encryption-keys'), join(there, 'encryption-keys'))
    const restored = await admin(there, 'restore', file)
    expect(restored).toMatchObject({ code: 0, stderr: '' })
    expect(restored.stdout).toContain('The key ring opens all')
  })
})
