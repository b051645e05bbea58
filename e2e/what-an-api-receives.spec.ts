import type { NodeData } from '@/lib/flows/schema'
import { type Api, type NewEndpoint, newSecret } from './fixtures/api'
import { flowWithCall } from './fixtures/definitions'
import { expect, test } from './fixtures/test'

const [token, key, username, password] = [newSecret(), newSecret(), newSecret(), newSecret()]

type Kind = { what: string; authentication: NewEndpoint['authentication']; sends: string[] }

const kinds: Kind[] = [
  { what: 'no authentication', authentication: { type: 'none' }, sends: [] },
  {
    what: 'a bearer token',
    authentication: { type: 'bearer', token },
    sends: [`Authorization: Bearer ${token}`],
  },
  { what: 'an API key', authentication: { type: 'apiKey', key }, sends: [`Authorization: ${key}`] },
  {
    what: 'an API key in a header of its own',
    authentication: { type: 'apiKey', headerName: 'X-API-Key', key },
    sends: [`X-API-Key: ${key}`],
  },
  {
    what: 'a user name and a password',
    authentication: { type: 'basic', username, password: `${password}:ü` },
    sends: [`Authorization: Basic ${Buffer.from(`${username}:${password}:ü`).toString('base64')}`],
  },
]

for (const { what, authentication, sends } of kinds) {
  test(`${what} sends exactly its header`, async ({ api, target }) => {
    const endpoint = await api.createEndpoint({ baseUrl: `${target.origin}/base/v1`, authentication })
    const run = await callOnce(api, endpoint.id, { path: '/status' })
    expect(run.status, JSON.stringify(run)).toBe('succeeded')
    expect(target.received.map(({ method, url }) => `${method} ${url}`)).toEqual(['GET /base/v1/status'])
    expect(target.received[0]?.headerLines.filter((line) => !isOfTheConnection(line))).toEqual(sends)
    // Nor does the answer, which tells all that was sent, bring it back.
    for (const secret of [token, key, username, password]) {
      expect(JSON.stringify([run, await api.run(run.id)])).not.toContain(secret)
    }
  })
}

test('default headers, those of the step and both paths join', async ({ api, target }) => {
  const endpoint = await api.createEndpoint({
    baseUrl: `${target.origin}/base/v1/`,
    authentication: { type: 'bearer', token },
    defaultHeaders: [
      { name: 'X-API-Version', value: '2023-10-16' },
      { name: 'X-Region', value: 'eu' },
      { name: 'X-Partner', value: key, secret: true },
    ],
  })
  await callOnce(api, endpoint.id, {
    method: 'POST',
    path: '/orders/a%2Fb',
    query: [{ name: 'expand', value: 'items & more' }],
    headers: [{ name: 'X-Region', value: 'us' }],
    body: { type: 'json', content: '{"n": 1}' },
  })
  const [received] = target.received
  expect(`${received?.method} ${received?.url}`).toBe('POST /base/v1/orders/a%2Fb?expand=items%20%26%20more')
  expect(received?.headerLines.filter((line) => !isOfTheConnection(line)).toSorted()).toEqual([
    `Authorization: Bearer ${token}`,
    'Content-Type: application/json',
    'X-API-Version: 2023-10-16',
    `X-Partner: ${key}`,
    'X-Region: us',
    'content-length: 7',
  ])
  expect(received?.body).toBe('{"n":1}')
})

test('a step can’t set the header of the authentication, nor a secret one', async ({ api, target }) => {
  const endpoint = await api.createEndpoint({
    baseUrl: target.origin,
    authentication: { type: 'bearer', token },
    defaultHeaders: [{ name: 'X-Partner', value: key, secret: true }],
  })
  for (const name of ['authorization', 'x-partner', 'Host', 'Content-Length', 'Transfer-Encoding']) {
    const headers = [{ name, value: 'mine' }]
    const flow = await api.createFlow('Own header', flowWithCall({ endpointId: endpoint.id, headers }))
    // Some are wrong whatever the endpoint is, and are found before anything runs.
    if (flow.problems.length > 0) continue
    const run = await api.runDraft(flow.id)
    expect(run, name).toMatchObject({ status: 'failed', output: { why: 'invalid_request' } })
  }
  expect(target.received).toEqual([])
})

test('an answer of 500 keeps its status, headers and body', async ({ api }) => {
  const { id } = await api.demoEndpoint()
  const run = await callOnce(api, id, { path: '/500' })
  expect(run).toMatchObject({ status: 'failed', output: { why: 'http_status' } })
  expect(run.steps.find(({ record }) => record.key === 'call_the_api')).toMatchObject({
    status: 'failed',
    record: {
      output: 'error',
      result: {
        status: 'failure',
        statusCode: 500,
        headers: { 'content-type': 'application/json' },
        error: { code: 'http_status', phase: 'response' },
      },
      response: { body: expect.stringContaining('"You asked for a 500."') },
    },
  })
})

/** Runs a flow with one API Call, through the REST API. */
async function callOnce(
  api: Api,
  endpointId: string,
  call: Omit<Partial<NodeData<'apiCall'>>, 'endpointId'>,
) {
  const flow = await api.createFlow('Called once', flowWithCall({ endpointId, ...call }))
  return api.runDraft(flow.id)
}

/** What every request has: the server that it is for, and what Sluice can take. */
function isOfTheConnection(line: string): boolean {
  return /^(Host|Connection|Accept|Accept-Encoding|User-Agent): /i.test(line)
}
