import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { keyFileReader } from '@/lib/keys/key-file'
import { parseKeyRing } from '@/lib/vault/key-ring'
import { addGeneratedKey, removeGeneratedKey } from './generated-keys'
import { generatedSecrets } from './generated-secrets'

let dataDir: string
let path: string

beforeEach(() => {
  dataDir = mkdtempSync('.test/keys-')
  path = join(dataDir, 'encryption-keys')
  generatedSecrets(dataDir, {})
})
afterEach(() => rmSync(dataDir, { recursive: true }))

const ids = () => [...parseKeyRing(readFileSync(path, 'utf8')).keys.keys()]

describe('a generated key ring', () => {
  it('gets a fresh key in front, which is shown to those who read it already', async () => {
    const read = keyFileReader(path)
    const before = read()
    await addGeneratedKey(path, 'k1')
    expect(read().primary.id).toBe('k2')
    expect(read().keys.get('k1')?.wrappingKey.equals(before.primary.wrappingKey)).toBe(true)
    await addGeneratedKey(path, 'k2')
    expect(ids()).toEqual(['k3', 'k2', 'k1'])
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(readdirSync(dataDir).sort()).toEqual(['auth-secret', 'encryption-keys'])
  })

  it('gets one key of several rotations that begin at once', async () => {
    await Promise.all(Array.from({ length: 8 }, () => addGeneratedKey(path, 'k1')))
    expect(ids()).toEqual(['k2', 'k1'])
  })

  it('loses a retired key, and never uses its number again', async () => {
    await addGeneratedKey(path, 'k1')
    removeGeneratedKey(path, 'k1')
    expect(ids()).toEqual(['k2'])
    await addGeneratedKey(path, 'k2')
    expect(ids()).toEqual(['k3', 'k2'])
  })
})
