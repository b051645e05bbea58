import { flowWithCall } from './fixtures/definitions'
import { unique } from './fixtures/api'
import { expect, test } from './fixtures/test'
import { visit } from './fixtures/visit'

test('F6 goes round the regions of the editor, in both directions', async ({ page, api, editor }) => {
  const { id: endpointId } = await api.demoEndpoint()
  const flow = await api.createFlow('In regions', flowWithCall({ endpointId, path: '/orders/ord_1001' }))
  await editor.open(flow.id)
  const region = () =>
    page.evaluate(() => document.activeElement?.closest<HTMLElement>('[data-region]')?.dataset.region)
  const regions = ['toolbar', 'canvas', 'inspector', 'run panel']
  for (const next of [...regions, 'toolbar']) {
    await page.keyboard.press('F6')
    await expect.poll(region).toBe(next)
  }
  for (const next of [...regions.toReversed()]) {
    await page.keyboard.press('Shift+F6')
    await expect.poll(region).toBe(next)
  }

  // On a smaller screen the inspector may be closed; then there is nothing to go to.
  await page.setViewportSize({ width: 1000, height: 800 })
  await expect(editor.inspector).toBeHidden()
  for (const next of ['canvas', 'run panel']) {
    await page.keyboard.press('F6')
    await expect.poll(region).toBe(next)
  }
})

test('a new flow begins where its first step is added', async ({ page, editor }) => {
  await visit(page, '/demo/flows')
  await page.getByRole('button', { name: 'New flow' }).click()
  await page.getByRole('dialog').getByLabel('Name').fill(unique('By keyboard'))
  await page.keyboard.press('Enter')
  await expect(editor.canvas.getByRole('button', { name: 'Add first step' })).toBeFocused()
})

test('the focus stays with the run when it is canceled, repeated, and put away', async ({
  page,
  api,
  editor,
  target,
}) => {
  const endpoint = await api.createEndpoint({ name: 'Endless', baseUrl: target.origin })
  const flow = await api.createFlow(
    'By keyboard',
    flowWithCall({ endpointId: endpoint.id, path: '/silence' }),
  )
  await editor.open(flow.id)
  await editor.toolbar.getByRole('button', { name: 'Run flow' }).click()
  const cancel = editor.runPanel.getByRole('button', { name: 'Cancel run' })
  const again = editor.runPanel.getByRole('button', { name: 'Run again' })
  await cancel.press('Enter')
  await expect(again).toBeFocused()
  await again.press('Enter')
  await expect(cancel).toBeFocused()
  await cancel.press('Enter')
  await expect(again).toBeFocused()

  await editor.runPanel.getByRole('button', { name: 'Run history' }).click()
  await editor.runPanel
    .getByRole('link')
    .or(editor.runPanel.getByRole('row').getByRole('button'))
    .first()
    .click()
  await page.getByRole('button', { name: 'Back to editing' }).press('Enter')
  await expect(editor.canvas).toBeFocused()
})

test('error handling that was added has the focus', async ({ page, api, editor }) => {
  const { id: endpointId } = await api.demoEndpoint()
  const definition = flowWithCall({ endpointId, path: '/500' })
  const flow = await api.createFlow('Unhandled', {
    ...definition,
    edges: definition.edges.filter(({ sourceHandle }) => sourceHandle !== 'error'),
  })
  await editor.open(flow.id)
  await editor.run('Failed')
  await editor.ranStep('Call the API').click()
  await page.getByRole('button', { name: 'Add error handling' }).press('Enter')
  await expect(editor.step('Failed')).toBeFocused()
})
