import { expect, it } from 'vitest'
import { baseUrlFixes } from './base-url-fixes'

it('offers the address without query and fragment', () => {
  expect(baseUrlFixes('https://api.example.com/v2/?page=1#top')).toEqual({
    url: 'https://api.example.com/v2',
    credentials: null,
  })
})

it('offers to move user and password, decoded', () => {
  const password = crypto.randomUUID()
  expect(baseUrlFixes(`https://maya%40x:${password}%2F@api.example.com`)).toEqual({
    url: 'https://api.example.com',
    credentials: { username: 'maya@x', password: `${password}/` },
  })
})

it('offers https for an address without a scheme', () => {
  expect(baseUrlFixes('API.example.com/v2/')).toEqual({
    url: 'https://api.example.com/v2',
    credentials: null,
  })
})

it.each(['', 'https://api.example.com', 'nonsense', 'ftp://api.example.com', 'https://a b'])(
  'has nothing to offer for “%s”',
  (text) => {
    expect(baseUrlFixes(text)).toEqual({ url: null, credentials: null })
  },
)
