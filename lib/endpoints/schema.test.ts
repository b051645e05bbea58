import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createEndpointSchema, updateEndpointSchema } from './schema'

const endpoint = { name: 'Billing', baseUrl: 'https://api.example.com' }
const kinds = {
  bearer: (text: unknown) => ({ authentication: { type: 'bearer', token: text } }),
  apiKey: (text: unknown) => ({ authentication: { type: 'apiKey', key: text } }),
  basic: (text: unknown) => ({ authentication: { type: 'basic', username: 'bob', password: text } }),
  header: (text: unknown) => ({ defaultHeaders: [{ name: 'X-Signature', secret: true, value: text }] }),
  'header with a secret name': (text: unknown) => ({ defaultHeaders: [{ name: 'Cookie', value: text }] }),
}

describe.each(Object.entries(kinds))('a secret of a %s', (_kind, withSecret) => {
  // Shown instead of a secret, here or by another program that reads our answers and sends them back.
  it.each(['', '[REDACTED]', ' [REDACTED] ', '••••', '********', '●●●'])('is never %j', (text) => {
    expect(createEndpointSchema.safeParse({ ...endpoint, ...withSecret(text) }).success).toBe(false)
    expect(updateEndpointSchema.safeParse({ version: 1, ...withSecret(text) }).success).toBe(false)
  })

  it('may be any other text', () => {
    for (const text of [randomBytes(24).toString('base64'), 'a*b**', '[REDACTED]x']) {
      expect(createEndpointSchema.safeParse({ ...endpoint, ...withSecret(text) }).success).toBe(true)
      expect(updateEndpointSchema.safeParse({ version: 1, ...withSecret(text) }).success).toBe(true)
    }
  })

  it('is removed by null and by nothing else, and only in a change', () => {
    expect(updateEndpointSchema.safeParse({ version: 1, ...withSecret(null) }).success).toBe(true)
    expect(createEndpointSchema.safeParse({ ...endpoint, ...withSecret(null) }).success).toBe(false)
    for (const value of [0, false, {}, []]) {
      expect(updateEndpointSchema.safeParse({ version: 1, ...withSecret(value) }).success).toBe(false)
    }
  })
})

it('lets a plain header have a value that looks like a mask', () => {
  const defaultHeaders = [{ name: 'Accept', value: '***' }]
  expect(createEndpointSchema.safeParse({ ...endpoint, defaultHeaders }).success).toBe(true)
})
