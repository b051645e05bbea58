import type { Page } from '@playwright/test'
import type { Api } from './fixtures/api'
import { flowWithCall } from './fixtures/definitions'
import type { FlowEditor } from './fixtures/flow-editor'
import { expect, test } from './fixtures/test'

type Failure = {
  what: string
  path: string
  query?: { name: string; value: string }[]
  responseTimeoutSeconds?: number
  code: string
  says: string[]
}

/** What goes wrong at the demo API, and how the run panel puts it. */
const failures: Failure[] = [
  {
    what: '401',
    path: '/401',
    code: 'http_status',
    says: ['The API rejected the credentials', 'Check the token.'],
  },
  {
    what: '404',
    path: '/orders/ord_0',
    code: 'http_status',
    says: ['The API was reached, but this path does not exist'],
  },
  {
    what: '429',
    path: '/429',
    code: 'http_status',
    says: ['The API is limiting how often you may call it', 'retry after 2 s'],
  },
  {
    what: '500',
    path: '/500',
    code: 'http_status',
    says: ['The API has a problem of its own', 'The API answered 500'],
  },
  {
    what: 'an answer that is too slow',
    path: '/slow',
    query: [{ name: 'seconds', value: '60' }],
    responseTimeoutSeconds: 0.5,
    code: 'response_timeout',
    says: ['Connected, but no complete answer within 0.5 s'],
  },
]

for (const { what, code, says, ...call } of failures) {
  test(`${what} is explained and takes the Error output`, async ({ page, api, editor }) => {
    const { id: endpointId } = await api.demoEndpoint()
    const flow = await api.createFlow(`Failing by ${what}`, flowWithCall({ endpointId, ...call }))
    await editor.open(flow.id)
    await editor.run('Failed')
    await expectErrorOutput({ page, api, editor }, code, says)
  })
}

test('between two attempts the panel says what became of the last and when the next begins', async ({
  api,
  editor,
}) => {
  const { id: endpointId } = await api.demoEndpoint()
  const call = { endpointId, path: '/500', retry: { attempts: 2, delaySeconds: 60 } }
  const flow = await api.createFlow('Tried again', flowWithCall(call))
  await editor.open(flow.id)
  await editor.toolbar.getByRole('button', { name: 'Run flow' }).click()
  await expect(
    editor.runPanel.getByText(/^Attempt 1 failed\. The API answered with status 500\.$/),
  ).toBeVisible()
  await expect(editor.runPanel.getByText(/^Attempt 2 begins at .* left$/)).toBeVisible()
  await editor.runPanel.getByRole('button', { name: 'Cancel run' }).click()
  await expect(editor.runPanel.locator('header').getByText('Canceled', { exact: true })).toBeVisible()
})

test('a refused connection is explained and takes the Error output', async ({
  page,
  api,
  editor,
  closedOrigin,
}) => {
  const endpoint = await api.createEndpoint({ name: 'Refusing', baseUrl: closedOrigin })
  const flow = await api.createFlow('Refused', flowWithCall({ endpointId: endpoint.id }))
  await editor.open(flow.id)
  await editor.run('Failed')
  await expectErrorOutput({ page, api, editor }, 'connection_failed', [
    `${new URL(closedOrigin).host} refused the connection`,
  ])
})

test('a connection that never gets ready is explained and takes the Error output', async ({
  page,
  api,
  editor,
  silent,
}) => {
  const endpoint = await api.createEndpoint({
    name: 'Silent',
    baseUrl: silent.origin,
    connectTimeoutSeconds: 0.5,
  })
  const flow = await api.createFlow('No handshake', flowWithCall({ endpointId: endpoint.id }))
  await editor.open(flow.id)
  await editor.run('Failed')
  await expectErrorOutput({ page, api, editor }, 'connect_timeout', [
    'No connection within 0.5 s',
    'while the encryption was agreed',
  ])
})

test('canceling a slow run closes its connection and leaves nothing running', async ({
  page,
  api,
  editor,
  target,
}) => {
  const endpoint = await api.createEndpoint({ name: 'Endless', baseUrl: target.origin })
  const flow = await api.createFlow('Endless', flowWithCall({ endpointId: endpoint.id, path: '/silence' }))
  await editor.open(flow.id)

  const held = target.held()
  await editor.toolbar.getByRole('button', { name: 'Run flow' }).click()
  const { gone } = await held
  await expect(editor.step('Call the API')).toContainText('Running')
  await editor.toolbar.getByRole('button', { name: 'Cancel run' }).click()

  await expect(page.getByText('Run canceled')).toBeVisible()
  await gone
  await expect(editor.step('Call the API')).toContainText('Canceled')
  await expect(editor.ranStep('Call the API')).toContainText('Canceled')
  await expect(editor.toolbar.getByRole('button', { name: 'Run flow' })).toBeVisible()
  const run = await api.run(runIdOf(page.url()))
  expect(run.status).toBe('canceled')
  expect(run.steps.map(({ status }) => status)).toEqual(['succeeded', 'canceled'])
})

type Shown = { page: Page; api: Api; editor: FlowEditor }

/** The call failed with this code, said so, and the run went on behind its Error output. */
async function expectErrorOutput({ page, api, editor }: Shown, code: string, says: string[]): Promise<void> {
  await editor.ranStep('Call the API').click()
  for (const sentence of says) await expect(editor.runPanel).toContainText(sentence)
  await expect(editor.runPanel).toContainText('The run left by the Error output, and “Gave up” took over.')
  await expect(editor.step('Call the API')).toContainText('Failed')
  await expect(editor.step('Done')).toContainText('Skipped')

  const { status, output, steps } = await api.run(runIdOf(page.url()))
  expect({ status, output }).toEqual({ status: 'failed', output: { why: code } })
  const call = steps.find(({ record }) => record.nodeId === 'call')
  expect(call?.record).toMatchObject({ output: 'error', error: { code }, result: { status: 'failure' } })
}

function runIdOf(address: string): string {
  return new URL(address).searchParams.get('run') ?? ''
}
