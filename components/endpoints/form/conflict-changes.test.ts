import { expect, it } from 'vitest'
import { conflictChanges } from './conflict-changes'
import { endpointValues } from './endpoint-values'
import { requestPreviewLines } from './request-preview-lines'
import { sampleEndpoint } from './sample-endpoint'

it('lists only the fields that differ, both sides', () => {
  const started = sampleEndpoint()
  const mine = { ...endpointValues(started), name: 'Mine' }
  const current = sampleEndpoint({ description: 'Theirs', version: 5 })
  expect(conflictChanges(mine, current, started)).toEqual([
    { field: 'Name', mine: 'Mine', theirs: 'Billing API' },
    { field: 'Description', mine: 'Invoices', theirs: 'Theirs' },
  ])
})

it('names secrets without showing them', () => {
  const started = sampleEndpoint()
  const mine = endpointValues(started)
  const token = crypto.randomUUID()
  mine.authentication.token = token
  mine.defaultHeaders[1] = { name: 'X-Tenant-Key', value: token, secret: true }
  const current = sampleEndpoint({
    authentication: { ...started.authentication, setAt: '2026-02-01T00:00:00Z', setBy: 'Ada Byron' },
  })
  const changes = conflictChanges(mine, current, started)
  expect(changes).toEqual([{ field: 'Stored secret', mine: 'Entered by you', theirs: 'Set by Ada Byron' }])
  expect(requestPreviewLines(mine).join('\n')).not.toContain(token)
})

it('previews the request as it would go out', () => {
  expect(requestPreviewLines(endpointValues(sampleEndpoint()))).toEqual([
    'GET https://api.example.com/v2/…',
    'X-Version: 3',
    'X-Tenant-Key: ••••',
    'Authorization: Bearer ••••',
  ])
})
