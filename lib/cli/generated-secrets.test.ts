import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ConfigurationError } from '@/lib/env'
import { parseKeyRing } from '@/lib/vault/key-ring'
import { generatedSecrets } from './generated-secrets'

let dataDir: string

beforeEach(() => {
  dataDir = mkdtempSync('.test/secrets-')
})
afterEach(() => rmSync(dataDir, { recursive: true }))

describe('generatedSecrets', () => {
  it('makes them once, for nobody else to read', () => {
    const first = generatedSecrets(dataDir, {})
    expect(generatedSecrets(dataDir, {})).toEqual(first)
    expect(readdirSync(dataDir).sort()).toEqual(['auth-secret', 'encryption-keys'])
    for (const name of readdirSync(dataDir)) expect(statSync(join(dataDir, name)).mode & 0o777).toBe(0o600)
    expect(parseKeyRing(first.encryptionKeys).primary.id).toMatch(/^k[0-9a-f]{8}$/)
    expect(first.authSecret.length).toBeGreaterThan(32)
  })

  it('says which directory can’t be written to', () => {
    const file = join(dataDir, 'file')
    writeFileSync(file, '')
    const inside = join(file, 'data')
    expect(() => generatedSecrets(inside, {})).toThrow(ConfigurationError)
    expect(() => generatedSecrets(inside, {})).toThrow(
      `DATA_DIR is ${inside}, and nothing can be written there`,
    )
  })

  it('prefers what the operator set, and then stores nothing', () => {
    const given = { authSecret: 'given', encryptionKeys: 'given too' }
    expect(generatedSecrets(dataDir, given)).toEqual({ ...given, encryptionKeysFile: null })
    expect(readdirSync(dataDir)).toEqual([])
  })

  it('makes no new keys for a database that was used with others', () => {
    mkdirSync(join(dataDir, 'postgres'))
    expect(() => generatedSecrets(dataDir, {})).toThrow(ConfigurationError)
    expect(readdirSync(dataDir)).toEqual(['postgres'])
  })
})
