import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { createEndpoint } from '@/lib/endpoints/create-endpoint'
import { endpointInput, newSecret } from '@/lib/testing/endpoint-input'
import { testOrganization, testServices } from '@/lib/testing/organization'
import { createVault } from '@/lib/vault/create-vault'
import { parseKeyRing } from '@/lib/vault/key-ring'
import { newKeyEntry } from './generated-keys'
import { scriptArgs } from './script-args'
import { createOwnDatabase } from './testing/own-database'
import { sharedSettings } from './testing/web-process'

test('a worker whose metrics port is in use says so, before it does anything', async () => {
  const taken = createServer().listen(0)
  await once(taken, 'listening')
  const { port } = taken.address() as AddressInfo
  const database = await createOwnDatabase({ migrated: false })
  onTestFinished(async () => {
    taken.close()
    await database.drop()
  })
  const { PATH } = process.env
  const worker = spawn(process.execPath, scriptArgs('worker'), {
    env: {
      PATH,
      NODE_ENV: 'production',
      ...sharedSettings(database.settings.DATABASE_URL),
      METRICS_PORT: `${port}`,
      METRICS_TOKEN: 'token',
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const [said, [code]] = await Promise.all([text(worker.stderr), once(worker, 'exit')])
  expect(said.trim()).toBe(`Port ${port} is in use by another program. Set METRICS_PORT to another.`)
  expect(code).toBe(1)
  const { rows } = await database.owner.query(`select to_regclass('public.runs') as runs`)
  expect(rows).toEqual([{ runs: null }])
})

test('a process whose key ring doesn’t open what is stored warns of it when it starts', async () => {
  const database = await createOwnDatabase()
  onTestFinished(() => database.drop())
  const vault = createVault(parseKeyRing(newKeyEntry('same')))
  const { admin } = await testOrganization({ ...testServices({ database }), vault })
  await createEndpoint(admin, endpointInput({ authentication: { type: 'bearer', token: newSecret() } }))
  const { PATH } = process.env
  const worker = spawn(process.execPath, scriptArgs('worker'), {
    env: { PATH, NODE_ENV: 'production', ...database.settings, ENCRYPTION_KEYS: newKeyEntry('same') },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void worker.kill('SIGKILL'))
  const exited = once(worker, 'exit')
  const said: string[] = []
  const warning = () => said.find((line) => line.includes('the key ring does not open secrets'))
  for await (const line of createInterface(worker.stdout)) {
    said.push(line)
    if (warning() && said.includes('A worker is running')) worker.kill('SIGTERM')
  }
  expect(JSON.parse(warning() ?? '')).toMatchObject({ level: 40, keyIds: ['same'] })
  expect(await exited).toEqual([0, null])
})
