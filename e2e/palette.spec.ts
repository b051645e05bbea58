import { unique } from './fixtures/api'
import { flowWithCall } from './fixtures/definitions'
import { expect, test } from './fixtures/test'
import { visit } from './fixtures/visit'

test('the palette finds a flow, runs another, and gives the focus back', async ({ page, api, editor }) => {
  const { id: endpointId } = await api.demoEndpoint()
  const flow = await api.createFlow('Sought', flowWithCall({ endpointId, path: '/orders' }))
  await visit(page, '/demo/flows')
  const search = page.getByRole('searchbox', { name: 'Search flows' })
  await search.focus()
  await page.keyboard.press('Control+k')
  const field = page.getByRole('combobox', { name: 'Search or run a command' })
  await expect(field).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(search).toBeFocused()

  await page.getByRole('button', { name: 'Search Ctrl+K' }).click()
  await field.fill(flow.name.toUpperCase())
  await expect(page.getByRole('option', { selected: true })).toContainText(flow.name)
  await page.keyboard.press('Enter')
  await expect(editor.step('Call the API')).toBeVisible()

  // A list inside keeps what was typed before it, and Esc leaves it first.
  await page.keyboard.press('Control+k')
  await field.fill('run flow')
  await page.getByRole('option', { name: 'Run flow…' }).click()
  await expect(page.getByRole('combobox', { name: 'Run which flow?' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(field).toHaveValue('run flow')
  await page.getByRole('option', { name: 'Run flow…' }).click()
  await page.getByRole('combobox', { name: 'Run which flow?' }).fill('Order lookup')
  await expect(page.getByRole('option', { selected: true })).toHaveText('Order lookup')
  await page.keyboard.press('Enter')
  await expect(editor.runPanel.getByLabel('orderId')).toBeVisible()

  // What was opened before leads the way back.
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('group', { name: 'Recent' }).getByRole('option').first()).toHaveText(flow.name)
})

test('the palette does what the toolbar of the editor does', async ({ page, api, editor }) => {
  const { id: endpointId } = await api.demoEndpoint()
  const flow = await api.createFlow('Commanded', flowWithCall({ endpointId, path: '/orders' }))
  await editor.open(flow.id)
  const choose = async (query: string, name: string) => {
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: 'Search or run a command' }).fill(query)
    await expect(page.getByRole('option', { name, selected: true })).toBeVisible()
    await page.keyboard.press('Enter')
  }
  await choose('gave up', 'Gave up')
  await expect(editor.step('Gave up')).toBeFocused()
  await choose('add st', 'Add step')
  await expect(page.getByRole('combobox', { name: 'Search steps and endpoints' })).toBeFocused()
  await page.keyboard.press('Escape')
  await choose('run this', 'Run this flow')
  await expect(editor.runPanel.locator('header').getByText('Succeeded', { exact: true })).toBeVisible()

  // What can't be done says why, and Enter leaves it at that.
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').fill('undo')
  const undo = page.getByRole('option', { name: /^Undo/ })
  await expect(undo).toContainText('Nothing to undo')
  await page.keyboard.press('Enter')
  await expect(undo).toBeVisible()
  await page.keyboard.press('Control+k')
  await expect(undo).toHaveCount(0)
})

test('a flow that was exported elsewhere is imported as a draft', async ({ page, editor }) => {
  const name = unique('Imported')
  const definition = flowWithCall({ endpointId: '00000000-0000-7000-8000-000000000000', path: '/orders' })
  await visit(page, '/demo/flows')
  await page.getByRole('button', { name: 'Import', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'New flow' })
  const choose = (content: string) =>
    dialog
      .locator('input[type=file]')
      .setInputFiles({ name: 'flow.json', mimeType: 'application/json', buffer: Buffer.from(content) })

  await choose('{"name": "Broken", "definition": {"nodes": [{"id": "a", "type": "delay"}], "edges": []}}')
  await expect(dialog.getByRole('alert')).toContainText('definition.nodes.0.position')
  await choose(JSON.stringify({ name: 'Elsewhere', description: '', definition }))
  await expect(
    dialog.getByText('“Call the API” uses an endpoint that isn’t in this organization'),
  ).toBeVisible()
  await expect(dialog.getByText('Call the API: Choose an API endpoint.')).toBeVisible()
  await dialog.getByLabel('Name').fill(name)
  await page.keyboard.press('Enter')
  await expect(editor.step('Call the API')).toContainText('Choose an endpoint')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name)
})
