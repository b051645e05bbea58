import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createEndpoint } from '@/lib/endpoints/create-endpoint'
import { getEndpoint } from '@/lib/endpoints/get-endpoint'
import { updateEndpointSchema } from '@/lib/endpoints/schema'
import { updateEndpoint } from '@/lib/endpoints/update-endpoint'
import { closedKeyIds } from '@/lib/keys/closed-key-ids'
import { rotateKeys } from '@/lib/keys/rotate-keys'
import { newId } from '@/lib/new-id'
import { endpointInput, newSecret } from '@/lib/testing/endpoint-input'
import { type TestOrganization, testOrganization, testServices } from '@/lib/testing/organization'
import { createVault } from '@/lib/vault/create-vault'
import { parseKeyRing } from '@/lib/vault/key-ring'
import { newKeyEntry } from '../generated-keys'
import { inOrder } from '../lines'
import { createOwnDatabase, type OwnDatabase } from '../testing/own-database'
import { runAdmin, startAdmin } from '../testing/run-admin'

let database: OwnDatabase
beforeAll(async () => void (database = await createOwnDatabase()))
afterAll(() => database.drop())

type Secret = { organization: TestOrganization; id: string; token: string }

/** Organizations whose endpoints were sealed with a first key, and a ring that has another in front. */
async function beforeRotation({ organizations = 2, secrets = 3 } = {}) {
  await database.owner.query('truncate organizations cascade')
  const oldKey = newKeyEntry('old')
  const ring = `${newKeyEntry('new')},${oldKey}`
  const servicesWith = (text: string) => ({
    ...testServices(),
    db: database.db,
    vault: createVault(parseKeyRing(text)),
  })
  const all: Secret[] = []
  for (let number = 0; number < organizations; number++) {
    const organization = await testOrganization(servicesWith(oldKey))
    all.push(...(await makeSecrets(organization, secrets)))
  }
  const after = servicesWith(ring)
  return {
    all,
    vault: after.vault,
    contextOf: ({ organization }: Secret) => ({ ...organization.admin, ...after }),
    admin: (...args: string[]) => [args, { ...database.settings, ENCRYPTION_KEYS: ring }] as const,
  }
}
type Rotation = Awaited<ReturnType<typeof beforeRotation>>

/** Copies one endpoint, which is much faster than to make each. */
async function makeSecrets(organization: TestOrganization, count: number): Promise<Secret[]> {
  const { id: orgId, admin } = organization
  const authentication = { type: 'bearer', token: newSecret() }
  const model = await createEndpoint(admin, endpointInput({ authentication }))
  const made = Array.from({ length: count }, () => ({ organization, id: newId(), token: newSecret() }))
  const rows = made.map(({ id, token }) => ({
    id,
    sealed: admin.vault.seal(token, { orgId, endpointId: id, field: 'token' }),
  }))
  const copies = [JSON.stringify(rows), model.id]
  await database.owner.query(
    `insert into endpoints select (jsonb_populate_record(e, jsonb_build_object('id', v.id, 'name', v.id))).*
     from endpoints e, jsonb_to_recordset($1) as v (id uuid) where e.id = $2`,
    copies,
  )
  await database.owner.query(
    `insert into endpoint_secrets
     select (jsonb_populate_record(s, jsonb_build_object('endpoint_id', v.id, 'sealed', v.sealed))).*
     from endpoint_secrets s, jsonb_to_recordset($1) as v (id uuid, sealed text) where s.endpoint_id = $2`,
    copies,
  )
  await database.owner.query('delete from endpoints where id = $1', [model.id])
  return made
}

async function expectToOpen({ all, vault }: Rotation): Promise<void> {
  const { rows } = await database.owner.query<{ id: string; sealed: string }>(
    'select endpoint_id as id, sealed from endpoint_secrets',
  )
  const sealed = new Map(rows.map((row) => [row.id, row.sealed]))
  const opened = all.map(({ organization, id }) =>
    vault.open(sealed.get(id) ?? '', { orgId: organization.id, endpointId: id, field: 'token' }),
  )
  expect(opened).toEqual(all.map(({ token }) => token))
}

async function keyIds(): Promise<Record<string, number>> {
  const { rows } = await database.owner.query<{ id: string; count: number }>(
    `select split_part(sealed, '.', 2) as id, count(*)::int from endpoint_secrets group by 1`,
  )
  return Object.fromEntries(rows.map(({ id, count }) => [id, count]))
}

async function waitingForLock(): Promise<boolean> {
  const { rowCount } = await database.owner.query('select from pg_locks where not granted')
  return rowCount !== 0
}

describe('keys rotate', () => {
  it('seals the secrets of all organizations anew, and their fingerprints with them', async () => {
    const rotation = await beforeRotation()
    const { contextOf } = rotation
    const { code, stdout } = await runAdmin(...rotation.admin('keys', 'rotate', '--json'))
    expect(JSON.parse(stdout)).toEqual({ primary: 'new', rotated: 6, unavailable: [], unused: ['old'] })
    expect(code).toBe(0)
    expect(await keyIds()).toEqual({ new: 6 })
    await expectToOpen(rotation)
    for (const secret of rotation.all) {
      const { vault, orgId } = contextOf(secret)
      const { authentication } = await getEndpoint(contextOf(secret), { id: secret.id })
      expect(authentication.fingerprint).toBe(vault.fingerprint(secret.token, orgId))
    }
    const { rows } = await database.owner.query(
      `select details from audit_entries where action = 'keys.rotated'`,
    )
    expect(rows).toEqual(Array.from({ length: 2 }, () => ({ details: { keyId: 'new', secrets: 3 } })))
  })

  it('leaves every secret openable when it is killed within a batch, and goes on when it is repeated', async () => {
    const rotation = await beforeRotation({ organizations: 2, secrets: 120 })
    const [first] = rotation.all
    if (!first) throw new Error('nothing to rotate')
    await database.owner.query('begin; lock table audit_entries in share mode')
    const { child, done } = startAdmin(...rotation.admin('keys', 'rotate', '--json'))
    await expect.poll(waitingForLock, { timeout: 30_000 }).toBe(true) // the batch is written, not committed
    child.kill('SIGKILL')
    await done
    await database.owner.query('commit')
    expect(await keyIds()).toEqual({ old: 240 })
    await expectToOpen(rotation)

    // The second time between batches: one secret is being edited, and the rotation waits for it.
    await database.owner.query('begin')
    await database.owner.query('select from endpoint_secrets where endpoint_id = $1 for update', [first.id])
    const again = startAdmin(...rotation.admin('keys', 'rotate', '--json'))
    await expect.poll(waitingForLock, { timeout: 30_000 }).toBe(true)
    again.child.kill('SIGKILL')
    await again.done
    await database.owner.query('commit')
    const { old = 0, new: rotated = 0 } = await keyIds()
    expect(old).toBeGreaterThan(0)
    expect(rotated).toBeGreaterThan(0)
    await expectToOpen(rotation)

    const { stdout } = await runAdmin(...rotation.admin('keys', 'rotate', '--json'))
    expect(JSON.parse(stdout)).toMatchObject({ rotated: old, unavailable: [] })
    expect(await keyIds()).toEqual({ new: 240 })
    await expectToOpen(rotation)
  })

  it('never puts an old secret back over one that is edited meanwhile', async () => {
    const rotation = await beforeRotation({ organizations: 1, secrets: 100 })
    const { done } = startAdmin(...rotation.admin('keys', 'rotate', '--json'))
    const edits = inOrder(Readable.from(rotation.all), 8, async (secret, number) => {
      secret.token = newSecret()
      // Half of the edits come from a process that was not restarted yet.
      const ctx = number % 2 === 0 ? rotation.contextOf(secret) : secret.organization.admin
      const authentication = { type: 'bearer', token: secret.token }
      const input = updateEndpointSchema.parse({ version: 1, authentication })
      return updateEndpoint(ctx, { id: secret.id, ...input })
    })
    let edited = 0
    for await (const endpoint of edits) edited += endpoint.version - 1
    expect(edited).toBe(100)
    expect((await done).code).toBe(0)
    await expectToOpen(rotation)
    const [first] = rotation.all
    if (first) await rotateKeys(rotation.contextOf(first))
    expect(await keyIds()).toEqual({ new: 100 })
    await expectToOpen(rotation)
  })

  it('may run twice at once', async () => {
    const rotation = await beforeRotation({ organizations: 2, secrets: 150 })
    const results = await Promise.all([
      runAdmin(...rotation.admin('keys', 'rotate', '--json')),
      runAdmin(...rotation.admin('keys', 'rotate', '--json')),
    ])
    const rotated = results.map(({ stdout }) => (JSON.parse(stdout) as { rotated: number }).rotated)
    expect(rotated.reduce((sum, count) => sum + count)).toBe(300)
    expect(await keyIds()).toEqual({ new: 300 })
    await expectToOpen(rotation)
  })

  it('leaves what doesn’t open as it is, and says so', async () => {
    const rotation = await beforeRotation({ organizations: 1, secrets: 2 })
    const [broken, fine] = rotation.all
    if (!broken || !fine) throw new Error('nothing to rotate')
    await database.owner.query('update endpoint_secrets set sealed = $2 where endpoint_id = $1', [
      broken.id,
      'v1.lost.AAAA.AAAA',
    ])
    const { stdout, code } = await runAdmin(...rotation.admin('keys', 'rotate', '--json'))
    const unavailable = [{ organization: fine.organization.slug, endpointId: broken.id, field: 'token' }]
    expect(JSON.parse(stdout)).toMatchObject({ rotated: 1, unavailable })
    expect(code).toBe(3)
    const state = async (secret: Secret) =>
      (await getEndpoint(rotation.contextOf(secret), { id: secret.id })).authentication
    expect(await state(broken)).toMatchObject({ isSet: false, fingerprint: null })
    expect(await state(fine)).toMatchObject({ isSet: true })
    const { stdout: status } = await runAdmin(...rotation.admin('keys', 'status', '--json'))
    expect(JSON.parse(status)).toEqual({
      keys: [
        { id: 'new', primary: true, secrets: 1 },
        { id: 'old', primary: false, secrets: 0 },
      ],
      missing: [{ id: 'lost', secrets: 1 }],
      unavailable,
    })
  })

  it('tells a key that is in the ring from another one of the same id', async () => {
    const { all } = await beforeRotation({ organizations: 1, secrets: 2 })
    // As after a restore: the ring that sealed them had its own key of that id.
    const settings = { ...database.settings, ENCRYPTION_KEYS: newKeyEntry('old') }
    const unavailable = all
      .map(({ organization, id }) => ({ organization: organization.slug, endpointId: id, field: 'token' }))
      .sort((a, b) => a.endpointId.localeCompare(b.endpointId))
    const status = await runAdmin(['keys', 'status', '--json'], settings)
    expect(status.code).toBe(0)
    expect(JSON.parse(status.stdout)).toEqual({
      keys: [{ id: 'old', primary: true, secrets: 2 }],
      missing: [],
      unavailable,
    })
    const { stdout: text } = await runAdmin(['keys', 'status'], settings)
    expect(text).toContain('The key ring doesn’t open 2 of 2 secrets')
    for (const { endpointId, organization } of unavailable) {
      expect(text).toContain(`token of endpoint ${endpointId} in ${organization}`)
    }

    const rotated = await runAdmin(['keys', 'rotate', '--json'], settings)
    expect(JSON.parse(rotated.stdout)).toMatchObject({ rotated: 0, unavailable })
    expect(rotated.code).toBe(3)
    expect((await runAdmin(['keys', 'rotate', '--help'], settings)).stdout).toContain('3 done, but')
  })
})

describe('closedKeyIds', () => {
  it('names the keys whose secrets the ring doesn’t open, and none when it opens all', async () => {
    const { vault } = await beforeRotation({ organizations: 2, secrets: 2 })
    const services = { db: database.db, vault }
    expect(await closedKeyIds(services)).toEqual([])
    const other = createVault(parseKeyRing(newKeyEntry('old')))
    expect(await closedKeyIds({ ...services, vault: other })).toEqual(['old'])
    await database.owner.query(`update endpoint_secrets set sealed = 'v1.lost.AAAA.AAAA'
      where endpoint_id = (select endpoint_id from endpoint_secrets limit 1)`)
    expect(await closedKeyIds(services)).toEqual(['lost'])
    expect(await closedKeyIds({ ...services, vault: other })).toEqual(['lost', 'old'])
  })
})

describe('keys retire', () => {
  it('refuses a key that is in use, the primary one and one that there is not', async () => {
    const rotation = await beforeRotation()
    const refused = async (id: string) => {
      const { code, stderr } = await runAdmin(...rotation.admin('keys', 'retire', id, '--json'))
      expect(code).toBe(1)
      return (JSON.parse(stderr) as { error: unknown }).error
    }
    expect(await Promise.all(['old', 'new', 'none'].map(refused))).toMatchObject([
      { code: 'in_use', message: '6 secrets need the key “old”. Rotate first.' },
      { code: 'in_use' },
      { code: 'not_found' },
    ])
  })

  it('says how to remove a key that nothing needs, once whoever writes is done', async () => {
    const rotation = await beforeRotation({ organizations: 1, secrets: 1 })
    const [secret] = rotation.all
    if (!secret) throw new Error('nothing to rotate')
    const context = rotation.contextOf(secret)
    await rotateKeys(context)
    // A write that has begun may have sealed with the old key already.
    await database.owner.query('begin')
    await database.owner.query('update endpoints set name = name where id = $1', [secret.id])
    const retiring = startAdmin(...rotation.admin('keys', 'retire', 'old'))
    await expect.poll(waitingForLock, { timeout: 30_000 }).toBe(true)
    const { orgId } = secret.organization.admin
    const sealed = secret.organization.admin.vault.seal(secret.token, {
      orgId,
      endpointId: secret.id,
      field: 'token',
    })
    await database.owner.query('update endpoint_secrets set sealed = $2 where endpoint_id = $1', [
      secret.id,
      sealed,
    ])
    await database.owner.query('commit')
    expect((await retiring.done).stderr).toContain('1 secret needs the key “old”')

    await rotateKeys(context)
    const { code, stdout } = await runAdmin(...rotation.admin('keys', 'retire', 'old'))
    expect(code).toBe(0)
    expect(stdout).toContain('Remove its entry from ENCRYPTION_KEYS')
  })
})
