import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatDuration, formatList, formatNumber } from '@/lib/format'
import { entryFacts } from './entry-facts'

const format = {
  list: (items: string[]) => formatList('en', items),
  duration: (ms: number) => formatDuration('en', ms),
  number: (value: number) => formatNumber('en', value),
}
const facts = (details: Record<string, unknown>) => entryFacts(details, format)

describe('entryFacts', () => {
  it('tells before and after of what changed, in words', () => {
    const header = (name: string, secret: boolean) => ({ name, secret })
    expect(
      facts({
        version: 2,
        changes: {
          baseUrl: { from: 'https://old.test', to: 'https://new.test' },
          responseTimeoutMs: { from: 60_000, to: 1_500 },
          description: { from: '', to: 'Orders' },
          authenticationType: { from: 'none', to: 'apiKey' },
          allowInsecure: { from: false, to: true },
          defaultHeaders: {
            from: [header('X-A', false)],
            to: [header('X-A', false), header('X-B', true)],
            valuesChanged: ['X-A'],
          },
        },
      }),
    ).toEqual({
      changes: [
        { name: 'Base URL', from: 'https://old.test', to: 'https://new.test' },
        { name: 'Response timeout', from: '1 min', to: '1.5 s' },
        { name: 'Description', from: null, to: 'Orders' },
        { name: 'Authentication', from: 'None', to: 'API key' },
        { name: 'Secrets over plain http', from: 'No', to: 'Yes' },
        { name: 'Default headers', from: 'X-A', to: 'X-A and X-B (secret)' },
      ],
      facts: [
        { name: 'Version', value: '2' },
        { name: 'Changed header values', value: 'X-A' },
      ],
    })
  })

  it('leaves out what was saved and stayed the same', () => {
    expect(
      facts({ name: { from: 'Orders', to: 'Orders' }, description: { from: '', to: 'x' } }).changes,
    ).toEqual([{ name: 'Description', from: null, to: 'x' }])
  })

  it('names what an endpoint was made with, and what others are called', () => {
    expect(facts({ settings: { name: 'Billing API', authenticationHeaderName: null } }).facts).toEqual([
      { name: 'Name', value: 'Billing API' },
      { name: 'Authentication header', value: null },
    ])
    expect(facts({ with: { id: '1', name: 'New API' }, flowIds: ['1', '2'] }).facts).toEqual([
      { name: 'Replaced by', value: 'New API' },
      { name: 'Flows', value: '2 flows' },
    ])
    expect(facts({ someNewThing: { a: 1 }, other_thing: 'x' }).facts).toEqual([
      { name: 'Some new thing', value: '{"a":1}' },
      { name: 'Other thing', value: 'x' },
    ])
  })

  it('keeps everything that details of any shape say', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '1'), minLength: 4 })
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('x', 'y', 'z', '__proto__', 'constructor'), fc.jsonValue()),
        text,
        (details, said) => {
          const all = facts({ ...details, said })
          expect(all.facts).toContainEqual({ name: 'Said', value: said })
          expect(JSON.stringify(facts({ said: { deep: [said] } }))).toContain(said)
          expect(all.facts.length + all.changes.length).toBeLessThanOrEqual(Object.keys(details).length + 1)
        },
      ),
    )
  })
})
