import { expect, test } from 'vitest'
import { definition } from '@/lib/flows/testing/definitions'
import { findSteps } from './find-steps'

const { nodes } = definition(
  [
    { id: 'start', type: 'start', data: { label: 'Start' } },
    {
      id: 'get',
      type: 'apiCall',
      data: { key: 'fetch', label: 'Get user', method: 'POST', path: '/users/1', endpointId: 'ep_1' },
    },
    { id: 'other', type: 'apiCall', data: { key: 'other', label: 'Other call', endpointId: null } },
    { id: 'later', type: 'mystery', data: { label: 'From later' } },
  ],
  [],
)
const names = new Map([['ep_1', 'Billing API']])

test.each([
  ['get USER', ['get']],
  ['steps.fetch', ['get']],
  ['fetch', ['get']],
  ['billing', ['get']],
  ['post /users', ['get']],
  ['call', ['other']],
  [' later ', ['later']],
  ['t', ['start', 'get', 'other', 'later']],
  ['nothing of the kind', []],
  ['  ', []],
])('finds what %j stands for', (query, expected) => {
  expect(findSteps(nodes, query, names).map(({ id }) => id)).toEqual(expected)
})
