import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newKeyEntry } from '../generated-keys'
import { createOwnDatabase, type OwnDatabase } from '../testing/own-database'
import { runAdmin } from '../testing/run-admin'

let database: OwnDatabase
beforeAll(async () => void (database = await createOwnDatabase()))
afterAll(() => database.drop())

const ring = newKeyEntry()
const create = (...options: string[]) =>
  runAdmin(['user', 'create', '--role', 'editor', ...options], {
    ...database.settings,
    ENCRYPTION_KEYS: ring,
  })

describe('user create', () => {
  it('makes no organization whose name is none', async () => {
    const [blank, long] = await Promise.all([
      create('--email', 'maya@example.com', '--org', '   '),
      create('--email', 'maya@example.com', '--org', 'x'.repeat(300), '--json'),
    ])
    expect(blank).toMatchObject({ code: 2, stderr: 'org: Enter a name.\n' })
    expect(long.code).toBe(2)
    expect(JSON.parse(long.stderr)).toEqual({
      error: { code: 'invalid_input', message: 'org: Use at most 80 characters.' },
    })
    const { rows } = await database.owner.query('select from organizations')
    expect(rows).toEqual([])
  })

  it('says that an account which exists keeps its password', async () => {
    const account = ['--email', 'noor@example.com', '--password', randomBytes(12).toString('hex')]
    const made = await create(...account, '--org', 'One', '--json')
    expect(JSON.parse(made.stdout)).toMatchObject({ created: true, password: null, passwordSet: true })
    const hash = async () => (await database.owner.query('select password_hash from users')).rows
    const before = await hash()

    const other = ['--email', 'noor@example.com', '--password', randomBytes(12).toString('hex')]
    const [text, json] = await Promise.all([
      create(...other, '--org', 'Two'),
      create(...other, '--org', 'Three', '--json'),
    ])
    expect(text.code).toBe(0)
    expect(text.stdout).toContain('noor@example.com has an account already. It is now editor in Two.')
    expect(text.stdout).toContain('It keeps its password; the one that you gave was not set.')
    expect(JSON.parse(json.stdout)).toMatchObject({ created: false, password: null, passwordSet: false })
    expect(await hash()).toEqual(before)
  })
})
