import { cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, it } from 'vitest'
import { ApiNavigation } from './api-navigation'

afterEach(cleanup)

const entries = [
  { id: 'listRuns', group: 'Runs', title: 'List runs', method: 'get', words: 'listRuns /runs flow status' },
  {
    id: 'cancelRun',
    group: 'Runs',
    title: 'Cancel a run',
    method: 'post',
    words: 'cancelRun /runs/{id}/cancel',
  },
  { id: 'schema-Run', group: 'Schemas', title: 'Run', words: 'status output' },
]
const found = () => screen.queryAllByRole('link').map((link) => link.getAttribute('href'))

it('finds calls and schemas by name, method, address and field', async () => {
  render(<ApiNavigation entries={entries} />)
  expect(found()).toEqual(['#listRuns', '#cancelRun', '#schema-Run'])
  const search = screen.getByRole('searchbox', { name: 'Search calls and fields' })
  await userEvent.type(search, 'post RUNS')
  expect(found()).toEqual(['#cancelRun'])
  await userEvent.clear(search)
  await userEvent.type(search, 'status')
  expect(found()).toEqual(['#listRuns', '#schema-Run'])
  await userEvent.type(search, ' zzz')
  expect(found()).toEqual([])
  expect(screen.getByText('Nothing matches “status zzz”.')).toBeTruthy()
})
