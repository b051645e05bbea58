import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { keyFileReader } from '@/lib/keys/key-file'
import { parseKeyRing } from '@/lib/vault/key-ring'
import { addGeneratedKey, newKeyEntry, removeGeneratedKey } from './generated-keys'
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
const primary = () => ids()[0] ?? ''

describe('a generated key ring', () => {
  it('gets a fresh key in front, which is shown to those who read it already', async () => {
    const read = keyFileReader(path)
    const before = read().primary
    await addGeneratedKey(path, before.id)
    const second = read().primary.id
    expect(second).not.toBe(before.id)
    expect(read().keys.get(before.id)?.wrappingKey.equals(before.wrappingKey)).toBe(true)
    await addGeneratedKey(path, second)
    expect(ids()).toEqual([expect.not.stringMatching(second), second, before.id])
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(readdirSync(dataDir).sort()).toEqual(['auth-secret', 'encryption-keys'])
  })

  it('gets one key of several rotations that begin at once', async () => {
    const first = primary()
    await Promise.all(Array.from({ length: 8 }, () => addGeneratedKey(path, first)))
    expect(ids()).toEqual([expect.not.stringMatching(first), first])
  })

  it('loses a retired key', async () => {
    const first = primary()
    await addGeneratedKey(path, first)
    const second = primary()
    removeGeneratedKey(path, first)
    expect(ids()).toEqual([second])
  })

  it('can stand beside another one, also after each was rotated', async () => {
    const otherDir = mkdtempSync('.test/keys-')
    onTestFinished(() => rmSync(otherDir, { recursive: true }))
    const otherPath = join(otherDir, 'encryption-keys')
    generatedSecrets(otherDir, {})
    await addGeneratedKey(path, primary())
    await addGeneratedKey(otherPath, parseKeyRing(readFileSync(otherPath, 'utf8')).primary.id)
    const both = [path, otherPath].map((each) => readFileSync(each, 'utf8').trim()).join(',')
    expect(parseKeyRing(both).keys.size).toBe(4)
  })

  it('keeps the ids that it has', async () => {
    writeFileSync(path, newKeyEntry('k1'))
    await addGeneratedKey(path, 'k1')
    expect(ids()).toEqual([expect.stringMatching(/^k[0-9a-f]{8}$/), 'k1'])
  })
})
