import type { Locator } from '@playwright/test'
import { unique } from './fixtures/api'
import { endpointForm } from './fixtures/endpoint-form'
import { pressTabTo } from './fixtures/press-tab-to'
import { expect, test } from './fixtures/test'
import { visit } from './fixtures/visit'

test('a new endpoint is made from a step and used at once', async ({ page, editor, target }) => {
  const flowName = unique('Billing flow')
  const endpointName = unique('Billing API')
  await visit(page, '/demo/flows')
  await page.getByRole('button', { name: 'New flow' }).click()
  await page.getByRole('dialog').getByLabel('Name').fill(flowName)
  await page.getByRole('button', { name: 'Create flow' }).click()

  await editor.canvas.getByRole('button', { name: 'API Call', exact: true }).click()
  await expect(editor.step('API Call')).toBeFocused()
  await editor.saved()
  const before = await drawing(editor.canvas)

  const picker = editor.inspector.getByRole('combobox', { name: 'Endpoint' })
  await editor.inspector.getByRole('button', { name: 'Add', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'New endpoint' })
  const form = endpointForm(dialog)
  await expect(form.name).toBeFocused()
  await form.name.fill(endpointName)
  await form.baseUrl.fill(`${target.origin}/v1`)
  await form.test('/status')
  await form.testPassed()
  await expect(dialog.getByText('200 OK')).toBeVisible()
  await dialog.getByRole('button', { name: 'Save and use' }).click()

  await expect(dialog).toBeHidden()
  await expect(page.getByText('Endpoint created')).toBeVisible()
  await expect(picker).toHaveValue(endpointName)
  await expect(picker).toBeFocused()
  expect(await drawing(editor.canvas)).toEqual(before)

  await editor.inspector.getByLabel('Path').fill('/invoices')
  await editor.run('Succeeded')
  await expect(editor.step('API Call')).toContainText('Succeeded · 200')
  expect(target.received.map(({ method, url }) => `${method} ${url}`)).toEqual([
    'GET /v1/status',
    'GET /v1/invoices',
  ])
})

test('the same without a pointer', async ({ page, editor, target }) => {
  const { keyboard } = page
  const endpointName = unique('Shipping API')
  await visit(page, '/demo/flows')
  await pressTabTo(page.getByRole('button', { name: 'New flow' }))
  await keyboard.press('Enter')
  await expect(page.getByRole('dialog').getByLabel('Name')).toBeFocused()
  await keyboard.type(unique('Shipping flow'))
  await keyboard.press('Enter')

  await pressTabTo(editor.canvas)
  await keyboard.press('a')
  await expect(page.getByRole('combobox', { name: 'Search steps and endpoints' })).toBeFocused()
  await keyboard.type('api call')
  await keyboard.press('Enter')
  await expect(editor.step('API Call')).toBeFocused()
  await editor.saved()
  const before = await drawing(editor.canvas)

  await keyboard.press('Enter')
  const picker = editor.inspector.getByRole('combobox', { name: 'Endpoint' })
  await expect(editor.inspector.locator(':focus')).toBeVisible()
  await pressTabTo(editor.inspector.getByRole('button', { name: 'Add', exact: true }))
  await keyboard.press('Enter')

  const dialog = page.getByRole('dialog', { name: 'New endpoint' })
  const form = endpointForm(dialog)
  await expect(form.name).toBeFocused()
  await keyboard.type(endpointName)
  await pressTabTo(form.baseUrl)
  await keyboard.type(`${target.origin}/v1`)
  await pressTabTo(form.testPath)
  await keyboard.type('/status')
  await keyboard.press('Enter')
  await form.testPassed()
  await pressTabTo(dialog.getByRole('button', { name: 'Save and use' }))
  await keyboard.press('Enter')

  await expect(dialog).toBeHidden()
  await expect(picker).toHaveValue(endpointName)
  await expect(picker).toBeFocused()
  expect(await drawing(editor.canvas)).toEqual(before)

  await pressTabTo(editor.inspector.getByLabel('Path'))
  await keyboard.type('/parcels')
  await keyboard.press('Control+Enter')
  await expect(editor.step('API Call')).toContainText('Succeeded · 200')
  await pressTabTo(editor.runPanel.getByRole('region', { name: 'Response body' }))
  expect(target.received.map(({ url }) => url)).toEqual(['/v1/status', '/v1/parcels'])
})

/** Which steps are drawn, where, and how the canvas is scrolled and zoomed. */
function drawing(canvas: Locator): Promise<string[]> {
  return canvas
    .locator('.react-flow__node, .react-flow__viewport')
    .evaluateAll((elements) =>
      elements.map(
        (element) => `${element.getAttribute('data-id')} ${(element as HTMLElement).style.transform}`,
      ),
    )
}
