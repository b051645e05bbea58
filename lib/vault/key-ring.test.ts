import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { KeyRingError, parseKeyRing } from './key-ring'

const newKey = () => randomBytes(32).toString('base64')
const key = newKey()

function problemOf(text: string | null | undefined) {
  try {
    parseKeyRing(text)
  } catch (error) {
    if (!(error instanceof KeyRingError)) throw error
    const quoted = text?.split(/[,:]/).some((part) => part.length > 8 && error.message.includes(part))
    return quoted ? `${error.problem}, with a key in the message` : error.problem
  }
}

describe('parseKeyRing', () => {
  it('reads keys in order, the first being primary', () => {
    const ring = parseKeyRing(`new:${newKey()}, old-1_a:${key}`)
    expect(ring.primary.id).toBe('new')
    expect([...ring.keys.keys()]).toEqual(['new', 'old-1_a'])
  })

  it('reads base64url and unpadded base64 too', () => {
    const bytes = randomBytes(32)
    expect(parseKeyRing(`a:${bytes.toString('base64url')}`).primary.id).toBe('a')
    expect(parseKeyRing(`a:${key.replace(/=+$/, '')}`).primary.id).toBe('a')
  })

  it.each([
    ['missing', undefined],
    ['missing', null],
    ['missing', ' '],
    ['malformed_entry', key],
    ['malformed_entry', `a:${key},`],
    ['malformed_entry', `a:${key}:b`],
    ['malformed_id', `a b:${key}`],
    ['malformed_id', `${'x'.repeat(33)}:${key}`],
    ['not_base64', 'a:not*base64*at*all*but*long*enough*to*be*a*key'],
    ['not_base64', `a:${key.slice(0, 10)} ${key.slice(10)}`],
    ['wrong_length', `a:${randomBytes(31).toString('base64')}`],
    ['wrong_length', `a:${randomBytes(33).toString('base64')}`],
    ['wrong_length', `a:${randomBytes(16).toString('base64')}`],
    ['placeholder', `a:${Buffer.alloc(32).toString('base64')}`],
    ['placeholder', `a:${Buffer.alloc(32, 'ab').toString('base64')}`],
    ['placeholder', `a:${Buffer.from('change-me-change-me-change-me-32').toString('base64')}`],
    ['placeholder', `a:${Buffer.from(Array.from({ length: 32 }, (_, i) => i)).toString('base64')}`],
    ['duplicate_id', `a:${key},a:${newKey()}`],
    ['duplicate_key', `a:${key},b:${key}`],
  ])('refuses a ring that is %s', (problem, text) => {
    expect(problemOf(text)).toBe(problem)
  })
})
