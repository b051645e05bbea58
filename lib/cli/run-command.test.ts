import { expect, it } from 'vitest'
import { reasonOf } from './run-command'

it('tells why no address of a name could be reached', () => {
  const refusals = ['connect ECONNREFUSED ::1:5432', 'connect ECONNREFUSED 127.0.0.1:5432']
  const error = new AggregateError(refusals.map((message) => new Error(message)))
  expect(reasonOf(error)).toBe(refusals.join('; '))
  expect(reasonOf(new Error('no password'))).toBe('no password')
})
