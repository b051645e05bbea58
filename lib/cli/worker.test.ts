import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
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
