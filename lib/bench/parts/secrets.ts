import { createDecipheriv, createSecretKey, randomBytes, randomUUID, createCipheriv } from 'node:crypto'
import { createVault } from '@/lib/vault/create-vault'
import { parseKeyRing } from '@/lib/vault/key-ring'
import type { Benchmark } from '../benchmark'
import { byTurns, median, timed } from '../by-turns'
import { figure, ratio } from '../print-table'

/** Sealing and opening a secret, against one bare decryption of the same text. */
export const secrets: Benchmark = {
  name: 'secrets',
  async run({ isQuick }) {
    const times = isQuick ? 500 : 20_000
    const vault = createVault(parseKeyRing(`bench:${randomBytes(32).toString('base64')}`))
    const binding = { orgId: randomUUID(), endpointId: randomUUID(), field: 'token' }
    const plaintext = randomBytes(30).toString('base64url')
    const sealed = vault.seal(plaintext, binding)
    const decrypt = bareDecryption(plaintext)
    const repeated = (work: () => unknown) => () =>
      timed(() => {
        for (let time = 0; time < times; time++) work()
      })
    const figures = await byTurns(isQuick ? 1 : 5, {
      bare: repeated(decrypt),
      open: repeated(() => vault.open(sealed, binding)),
      seal: repeated(() => vault.seal(plaintext, binding)),
    })
    const each = (all: number[]) => (median(all) * 1_000) / times
    const row = (name: string, all: number[]) => [
      name,
      figure(each(all)),
      ratio(each(all), each(figures.bare)),
    ]
    return {
      title: 'Sealed secrets',
      columns: ['', 'µs each', 'against one decryption'],
      rows: [
        row('one AES-256-GCM decryption', figures.bare),
        row('vault.open', figures.open),
        row('vault.seal', figures.seal),
      ],
    }
  },
}

function bareDecryption(plaintext: string): () => string {
  const key = createSecretKey(randomBytes(32))
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  const encrypted = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()])
  const tag = cipher.getAuthTag()
  return () => {
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: 16 }).setAuthTag(tag)
    return Buffer.concat([decipher.update(encrypted), decipher.final()]).toString('utf8')
  }
}
