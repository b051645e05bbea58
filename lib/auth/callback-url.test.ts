import { describe, expect, it } from 'vitest'
import { ownPath } from './callback-url'

const appUrl = 'http://localhost:3000'

describe('ownPath', () => {
  it.each([
    ['/demo/flows?search=a#b', '/demo/flows?search=a#b'],
    ['http://localhost:3000/demo', '/demo'],
    ['demo', '/demo'],
  ])('goes to %s', (callbackUrl, path) => {
    expect(ownPath(callbackUrl, appUrl)).toBe(path)
  })

  it.each([
    'https://evil.example.com/',
    '//evil.example.com/',
    '/\\evil.example.com/',
    '\\\\evil.example.com',
    '/\t/evil.example.com',
    'http://localhost:3000//evil.example.com/',
    'http://localhost:3000@evil.example.com/',
    'http://localhost:3001/',
    'javascript:alert(1)',
    'data:text/html,x',
    'http://[',
    '',
    null,
    undefined,
  ])('goes to the start page instead of %s', (callbackUrl) => {
    expect(ownPath(callbackUrl, appUrl)).toBe('/')
  })
})
