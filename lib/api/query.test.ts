import { expect, it } from 'vitest'
import { newId } from '@/lib/new-id'
import { apiClient } from '@/lib/testing/api'
import { testOrganization } from '@/lib/testing/organization'

it.each([
  ['GET', '/endpoints?auth=basic&auth=bearer', 'auth'],
  ['GET', '/flows?search=a&search=a', 'search'],
  ['GET', '/runs?status=failed&limit=5&status=canceled', 'status'],
  ['GET', '/audit-log?limit=5&limit=6', 'limit'],
  ['POST', `/flows/${newId()}/runs?version=draft&version=published`, 'version'],
])('a parameter that is given twice is refused: %s %s', async (method, path, parameter) => {
  const call = await apiClient(await testOrganization())
  expect(await call(method, path)).toMatchObject({
    status: 400,
    body: { code: 'invalid_input', errors: [{ path: parameter }] },
  })
})
