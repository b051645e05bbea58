import { expect, it } from 'vitest'
import type { StepRecord } from './schema'
import { keptJson } from './storable-json'

const record: StepRecord = {
  ...{ nodeId: 'a', key: 'a', label: 'Before', type: 'end', output: null, input: null, request: null },
  ...{ response: null, result: { nul: '\0', half: '\ud800' }, error: null, timing: null, attempts: [] },
  endpoint: null,
}

it('writes a record down once, as Postgres takes it, and each of its copies anew', () => {
  const text = keptJson(record)
  expect(JSON.parse(text)).toEqual({ ...record, result: { nul: '\ufffd', half: '\ufffd' } })
  expect(keptJson(record)).toBe(text)
  expect(keptJson({ ...record, label: 'After' })).toBe(text.replace('Before', 'After'))
  expect(keptJson(structuredClone(record))).toBe(text)
})

it('shows in nothing that lists what a record has', () => {
  const before = JSON.stringify(record)
  keptJson(record)
  expect(JSON.stringify(record)).toBe(before)
  expect(Reflect.ownKeys(record)).toEqual(Reflect.ownKeys({ ...record }))
  expect(Object.getPrototypeOf(record)).toBe(Object.prototype)
})
