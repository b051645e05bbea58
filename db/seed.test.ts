import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { openSecrets } from '@/lib/endpoints/open-secrets'
import { readSealed } from '@/lib/endpoints/read-sealed'
import { updateEndpoint } from '@/lib/endpoints/update-endpoint'
import { newKeyEntry } from '@/lib/cli/generated-keys'
import { systemContext } from '@/lib/cli/system-context'
import { testOrganization, testServices } from '@/lib/testing/organization'
import { createVault } from '@/lib/vault/create-vault'
import { parseKeyRing } from '@/lib/vault/key-ring'
import { findDemoEndpoint, followDemo, seedDemo } from './seed'

const baseUrl = 'http://127.0.0.1:20001'

/** An organization with the demo in it, whose API answers to `token`. */
async function seeded(token: string) {
  const services = testServices({ allow: '127.0.0.1:20001,127.0.0.1:20002' })
  const { admin, id, slug } = await testOrganization(services)
  const ctx = systemContext(services, { id, slug, name: 'Demo' })
  await seedDemo(ctx, { baseUrl, token })
  const found = async (vault = ctx.vault) => {
    const endpoint = await findDemoEndpoint(ctx)
    const sealed = endpoint && (await readSealed(ctx, endpoint.id))
    if (!sealed) throw new Error('The demo has no endpoint.')
    const { credential } = openSecrets(vault, ctx.orgId, sealed)
    return { id: sealed.id, version: sealed.version, baseUrl: sealed.baseUrl, credential }
  }
  return { ctx, admin, found }
}

test('the demo endpoint gets the token that its API answers to under another AUTH_SECRET', async () => {
  const { ctx, found } = await seeded(randomUUID())
  const token = randomUUID()
  await followDemo(ctx, { baseUrl, token })
  expect(await found()).toMatchObject({ baseUrl, credential: { type: 'bearer', token } })
  const { version } = await found()
  await followDemo(ctx, { baseUrl, token })
  expect((await found()).version).toBe(version)
})

test('a token that the key ring doesn’t open any more is replaced', async () => {
  const { ctx, found } = await seeded(randomUUID())
  const token = randomUUID()
  const vault = createVault(parseKeyRing(newKeyEntry('other')))
  await followDemo({ ...ctx, vault }, { baseUrl, token })
  expect(await found(vault)).toMatchObject({ credential: { token } })
})

test('it keeps a token that somebody entered', async () => {
  const { ctx, admin, found } = await seeded(randomUUID())
  const { id, version } = await found()
  const token = randomUUID()
  await updateEndpoint(admin, { id, version, authentication: { type: 'bearer', token } })
  await followDemo(ctx, { baseUrl, token: randomUUID() })
  expect(await found()).toMatchObject({ version: version + 1, credential: { token } })
})

test('it follows its API to another port, with its token', async () => {
  const { ctx, found } = await seeded(randomUUID())
  const token = randomUUID()
  await followDemo(ctx, { baseUrl: 'http://127.0.0.1:20002', token })
  expect(await found()).toMatchObject({ baseUrl: 'http://127.0.0.1:20002', credential: { token } })
})
