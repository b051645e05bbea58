import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createReads } from '@/lib/cache/create-reads'
import { newId } from '@/lib/new-id'
import { createOrganization } from '@/lib/organizations/create-organization'
import { rawApiClient } from '@/lib/testing/api'
import { testOrganization, testServices } from '@/lib/testing/organization'
import { newKeyEntry } from '../generated-keys'
import { createOwnDatabase, type OwnDatabase } from '../testing/own-database'
import { runAdmin } from '../testing/run-admin'

let database: OwnDatabase
beforeAll(async () => void (database = await createOwnDatabase()))
afterAll(() => database.drop())

const ring = newKeyEntry()
const token = (...args: string[]) =>
  runAdmin(['token', ...args], { ...database.settings, ENCRYPTION_KEYS: ring })

const services = () => ({ ...testServices(), db: database.db, reads: createReads(database.db) })

async function create(org: string, name: string): Promise<{ id: string; token: string }> {
  const { stdout } = await token('create', '--org', org, '--name', name, '--role', 'viewer', '--json')
  return JSON.parse(stdout) as { id: string; token: string }
}

describe('token list and token revoke', () => {
  it('list what token create made, and end one of them', async () => {
    const organization = await testOrganization(services())
    const first = await create(organization.slug, 'ci')
    const second = await create(organization.slug, 'ci')
    const list = await token('list', '--org', organization.slug, '--json')
    expect(list.code).toBe(0)
    const common = { name: 'ci', role: 'viewer', createdAt: expect.any(String), createdBy: 'Sluice' }
    expect(JSON.parse(list.stdout)).toEqual({
      organization: organization.slug,
      tokens: [
        { id: second.id, ...common },
        { id: first.id, ...common },
      ],
    })
    const text = await token('list', '--org', organization.slug)
    expect(text.stdout).toMatch(/^Id +Role +Created +By +Name\n/)
    expect(text.stdout).toMatch(new RegExp(`^${second.id}  viewer  \\d{4}-\\d\\d-\\d\\d  Sluice  ci$`, 'm'))
    expect(text.stdout + list.stdout).not.toContain(first.token)

    const call = rawApiClient(organization.admin, first.token)
    expect(await call('GET', '/flows')).toMatchObject({ status: 200 })
    const revoked = await token('revoke', '--org', organization.slug, '--id', first.id, '--json')
    expect(revoked.code).toBe(0)
    expect(JSON.parse(revoked.stdout)).toEqual({ id: first.id, name: 'ci', revoked: true })
    await expect.poll(async () => (await call('GET', '/flows')).status).toBe(401)
    const left = await token('list', '--org', organization.slug, '--json')
    expect(JSON.parse(left.stdout)).toMatchObject({ tokens: [{ id: second.id }] })
  })

  it('say in words that there is none, and what was revoked', async () => {
    const { name } = await createOrganization(services(), `Quiet ${newId()}`)
    expect(await token('list', '--org', name)).toMatchObject({ code: 0, stdout: `${name} has no tokens.\n` })
    const { id } = await create(name, 'Nightly')
    const revoked = await token('revoke', '--org', name, '--id', id)
    expect(revoked).toMatchObject({ code: 0, stdout: '“Nightly” is revoked.\n' })
  })

  it('know no organization of that name, and no token of another organization', async () => {
    const [own, other] = [await testOrganization(services()), await testOrganization(services())]
    const { id } = await create(other.slug, 'theirs')
    const failures = await Promise.all([
      token('list', '--org', 'Nobody', '--json'),
      token('revoke', '--org', 'Nobody', '--id', id, '--json'),
      token('revoke', '--org', own.slug, '--id', id, '--json'),
      token('revoke', '--org', own.slug, '--id', newId(), '--json'),
      token('revoke', '--org', own.slug, '--id', 'none', '--json'),
    ])
    for (const { code, stderr } of failures) {
      expect(code).toBe(1)
      expect(JSON.parse(stderr)).toMatchObject({ error: { code: 'not_found' } })
    }
    const left = await token('list', '--org', other.slug, '--json')
    expect(JSON.parse(left.stdout)).toMatchObject({ tokens: [{ id }] })
  })

  it('explain themselves, and refuse to be called wrongly', async () => {
    for (const command of ['list', 'revoke']) {
      const help = await token(command, '--help')
      expect(help.code).toBe(0)
      expect(help.stdout).toContain(`Usage: npm run admin -- token ${command} --org <org>`)
      expect((await token(command)).code).toBe(2)
    }
    const unnamed = await token('revoke', '--org', 'Demo', '--json')
    expect(unnamed.code).toBe(2)
    expect(JSON.parse(unnamed.stderr)).toMatchObject({ error: { code: 'usage' } })
  })
})
