import { describe, expect, it } from 'vitest'
import { formatList } from '@/lib/format'
import { missingSecrets } from './missing-secrets'

const state = (isSet: boolean) => ({ isSet, fingerprint: null, setAt: null, setBy: null })
const say = (
  type: 'none' | 'bearer' | 'apiKey' | 'basic',
  isSet: boolean,
  headers: Record<string, boolean | null> = {},
) =>
  missingSecrets(
    {
      authentication: { type, ...state(isSet) },
      defaultHeaders: Object.entries(headers).map(([name, set]) =>
        set === null
          ? { name, secret: false, value: '7' }
          : { name, secret: true, value: null, ...state(set) },
      ),
    },
    (items) => formatList('en', items),
  )

describe('missingSecrets', () => {
  it('asks for what an endpoint lacks', () => {
    expect(say('bearer', false)).toBe('Enter its token again.')
    expect(say('apiKey', false)).toBe('Enter its key again.')
    expect(say('basic', false)).toBe('Enter its user name and password again.')
    expect(say('bearer', false, { 'X-Key': false, 'X-Version': null })).toBe(
      'Enter its token and header X-Key again.',
    )
    expect(say('none', false, { 'X-Key': false })).toBe('Enter its header X-Key again.')
  })

  it('asks for nothing that is there', () => {
    expect(say('none', false, { 'X-Version': null })).toBeUndefined()
    expect(say('bearer', true, { 'X-Key': true })).toBeUndefined()
  })
})
