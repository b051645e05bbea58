import { describe, expect, it } from 'vitest'
import { authenticationFromHeader, secretHint } from './pasted-secret'

const token = crypto.randomUUID()

describe('secretHint', () => {
  it.each([
    ['bearer', `Bearer ${token}`, 'Remove “Bearer ” – it is added for you.'],
    ['bearer', `bearer  ${token}`, 'Remove “Bearer ” – it is added for you.'],
    ['bearer', `Authorization: ${token}`, 'Remove “Authorization:” – it is added for you.'],
    ['basic', `Basic ${token}`, 'Remove “Basic ” – it is added for you.'],
    ['apiKey', `"${token}"`, 'Remove the quotes around it.'],
    ['apiKey', ` ${token}\n`, 'Remove the spaces around it.'],
    ['bearer', `${token.slice(0, 8)}\n${token.slice(8)}`, 'Remove the line breaks in it.'],
    ['bearer', `${token.slice(0, 8)} ${token.slice(8)}`, 'Remove the spaces in it.'],
  ] as const)('mends what came along with a %s secret', (type, text, message) => {
    expect(secretHint(type, text)).toEqual({ message, fixed: token })
  })

  it('leaves alone what may be meant', () => {
    expect(secretHint('bearer', token)).toBeNull()
    expect(secretHint('bearer', '')).toBeNull()
    expect(secretHint('bearer', 'Bearer')).toBeNull()
    expect(secretHint('apiKey', `Bearer ${token}`)).toBeNull()
    expect(secretHint('basic', 'a pass phrase')).toBeNull()
  })

  it('never quotes the secret', () => {
    for (const text of [`Bearer ${token}`, `'${token}'`, ` ${token}`]) {
      expect(secretHint('bearer', text)?.message).not.toContain(token)
    }
  })
})

describe('authenticationFromHeader', () => {
  it('recognises a bearer token and basic credentials, and keeps anything else as a key', () => {
    expect(authenticationFromHeader(`Bearer ${token}`)).toEqual({ type: 'bearer', token })
    expect(authenticationFromHeader(`Basic ${btoa(`maya:${token}:x`)}`)).toEqual({
      type: 'basic',
      username: 'maya',
      password: `${token}:x`,
    })
    expect(authenticationFromHeader(`Token ${token}`)).toEqual({ type: 'apiKey', key: `Token ${token}` })
    for (const half of [`Basic ${btoa(`${token}:`)}`, `Basic ${btoa(`:${token}`)}`]) {
      expect(authenticationFromHeader(half)).toEqual({ type: 'apiKey', key: half })
    }
    expect(authenticationFromHeader('Basic !!')).toEqual({ type: 'apiKey', key: 'Basic !!' })
  })
})
