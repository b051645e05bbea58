import { blankDefinition } from '@/lib/flows/new-flow'
import type { FlowDefinition, NodeData } from '@/lib/flows/schema'
import type { Page } from '@playwright/test'
import { flowWithCall } from './fixtures/definitions'
import { expect, test } from './fixtures/test'

function flowAskingFor(input: NodeData<'start'>['inputs'][number]): FlowDefinition {
  const definition = blankDefinition()
  const nodes = definition.nodes.map((node) => ({ ...node, data: { ...node.data, inputs: [input] } }))
  return { ...definition, nodes } as FlowDefinition
}

/** How often the page has asked for a run. */
function countStarts(page: Page): () => number {
  let starts = 0
  page.on('request', (request) => {
    if (request.method() === 'POST' && /\/flows\/[^/]+\/runs$/.test(new URL(request.url()).pathname))
      starts += 1
  })
  return () => starts
}

test('two clicks on Run within one moment start one run', async ({ page, api, editor }) => {
  const { id: endpointId } = await api.demoEndpoint()
  const flow = await api.createFlow('Clicked twice', flowWithCall({ endpointId, path: '/orders/ord_1001' }))
  await editor.open(flow.id)
  const starts = countStarts(page)
  // Sooner than anything could be drawn in between.
  await editor.toolbar.getByRole('button', { name: 'Run flow' }).evaluate((button: HTMLElement) => {
    button.click()
    button.click()
  })
  await expect(editor.runPanel.locator('header').getByText('Succeeded', { exact: true })).toBeVisible()
  expect(starts()).toBe(1)
})

test('Ctrl+Enter that is held down starts one run, and does not cancel it', async ({ page, api, editor }) => {
  const flow = await api.createFlow('Held down', waitingFlow(300))
  await editor.open(flow.id)
  const starts = countStarts(page)
  await page.keyboard.down('Control')
  for (let repeats = 0; repeats < 5; repeats += 1) await page.keyboard.down('Enter')
  await expect(editor.runPanel.getByText(/^Waits until /)).toBeVisible()
  for (let repeats = 0; repeats < 5; repeats += 1) await page.keyboard.down('Enter')
  await page.keyboard.up('Enter')
  await page.keyboard.up('Control')
  expect(starts()).toBe(1)

  const status = editor.runPanel.locator('header')
  await expect(status.getByText('Running', { exact: true })).toBeVisible()
  await page.keyboard.press('Control+Enter')
  await expect(status.getByText('Canceled', { exact: true })).toBeVisible()
})

test('the form that starts a run holds the inputs of the one before', async ({ page, api, editor }) => {
  const flow = await api.createFlow(
    'Asks for a name',
    flowAskingFor({ name: 'who', type: 'string', required: true, sample: 'Ann' }),
  )
  await editor.open(flow.id)
  const who = editor.runPanel.getByRole('textbox', { name: 'who' })
  let before = 'Ann'
  for (const next of ['Bob', 'Cleo', 'Dora']) {
    await editor.toolbar.getByRole('button', { name: 'Run flow' }).click()
    await expect(who).toHaveValue(before)
    await who.fill(next)
    await page.keyboard.press('Control+Enter')
    await expect(editor.runPanel.locator('header').getByText('Succeeded', { exact: true })).toBeVisible()
    before = next
  }
})

test('an input that was left empty last time is empty this time', async ({ page, api, editor }) => {
  const flow = await api.createFlow(
    'Asks for a note',
    flowAskingFor({ name: 'note', type: 'string', required: false, sample: 'Gift' }),
  )
  await editor.open(flow.id)
  const note = editor.runPanel.getByRole('textbox', { name: 'note' })
  await editor.toolbar.getByRole('button', { name: 'Run flow' }).click()
  await expect(note).toHaveValue('Gift')
  await note.fill('')
  await page.keyboard.press('Control+Enter')
  await expect(editor.runPanel.locator('header').getByText('Succeeded', { exact: true })).toBeVisible()
  await editor.toolbar.getByRole('button', { name: 'Run flow' }).click()
  await expect(note).toHaveValue('')
})

test('a run that was canceled while it waited is not shown as failed', async ({ api, editor }) => {
  const flow = await api.createFlow('Canceled', waitingFlow(300))
  await editor.open(flow.id)
  await editor.toolbar.getByRole('button', { name: 'Run flow' }).click()
  await expect(editor.runPanel.getByText(/^Waits until /)).toBeVisible()
  await editor.runPanel.getByRole('button', { name: 'Cancel run' }).click()
  await expect(editor.runPanel.locator('header').getByText('Canceled', { exact: true })).toBeVisible()
  await expect(editor.runPanel.getByText('The run was canceled', { exact: true })).toBeVisible()
  await expect(editor.runPanel.getByText('The run failed')).toBeHidden()
})

test('a run that could not be stored is said to have done nothing until the next one begins', async ({
  page,
  api,
  editor,
}) => {
  const { id: endpointId } = await api.demoEndpoint()
  const flow = await api.createFlow('Not stored', flowWithCall({ endpointId, path: '/orders/ord_1001' }))
  const message = 'The run could not be stored, and did nothing.'
  const isStart = (url: URL) => url.pathname === `/api/organizations/demo/flows/${flow.id}/runs`
  await editor.open(flow.id)
  await editor.run('Succeeded')
  await page.route(isStart, (route) => route.fulfill({ status: 503, json: { code: 'unavailable', message } }))

  const said = editor.runPanel.getByRole('alert').filter({ hasText: 'Couldn’t start the run' })
  await editor.toolbar.getByRole('button', { name: 'Run flow' }).click()
  await expect(said).toContainText(message)
  await said.getByRole('button', { name: 'Dismiss' }).press('Enter')
  await expect(said).toBeHidden()
  await expect(editor.canvas).toBeFocused()
  await editor.runPanel.getByRole('button', { name: 'Run again' }).click()
  await expect(said).toBeVisible()
  await page.unroute(isStart)
  await editor.toolbar.getByRole('button', { name: 'Run flow' }).click()
  await expect(said).toBeHidden()
})

test('the history shows what becomes of runs that programs start', async ({ api, editor }) => {
  const flow = await api.createFlow('Run by programs', waitingFlow(300))
  await editor.open(flow.id, '?panel=history')
  await expect(editor.runPanel.getByText('No runs yet')).toBeVisible()
  const rows = editor.runPanel.getByRole('table', { name: 'Runs of this flow' }).locator('tbody tr')
  const first = await api.queueDraft(flow.id)
  await expect(rows).toHaveText([/Running/])
  const second = await api.queueDraft(flow.id)
  await api.cancel(first.id)
  await expect(rows).toHaveText([/Canceled/])
  await editor.runPanel.getByRole('button', { name: '1 new run' }).click()
  await expect(rows).toHaveText([/Running/, /Canceled/])
  await api.cancel(second.id)
  await expect(rows).toHaveText([/Canceled/, /Canceled/])
})

/** Start, and a delay behind it. */
function waitingFlow(seconds: number): FlowDefinition {
  return {
    nodes: [
      {
        id: 'start',
        type: 'start',
        position: { x: 0, y: 0 },
        data: { key: 'start', label: 'Start', inputs: [] },
      },
      {
        id: 'wait',
        type: 'delay',
        position: { x: 320, y: 0 },
        data: { key: 'wait', label: 'Wait', seconds },
      },
    ],
    edges: [{ id: 'e1', source: 'start', sourceHandle: 'next', target: 'wait' }],
  }
}
