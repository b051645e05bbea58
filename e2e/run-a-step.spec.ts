import { unique } from './fixtures/api'
import { flowWithCall } from './fixtures/definitions'
import { expect, test } from './fixtures/test'

test('a step runs by itself, with the results that the steps before it had last', async ({
  api,
  editor,
  page,
}) => {
  const { id: endpointId } = await api.demoEndpoint()
  const flow = flowWithCall({ endpointId, path: '/orders/ord_1001' })
  const second = {
    id: 'second',
    type: 'apiCall' as const,
    position: { x: 680, y: 0 },
    data: {
      key: 'customer',
      label: 'Customer',
      endpointId,
      method: 'GET' as const,
      path: '/customers/{{ steps.call_the_api.body.customerId }}',
    },
  }
  const { id } = await api.createFlow(unique('Step by step'), {
    nodes: [...flow.nodes, second],
    edges: [
      ...flow.edges.filter(({ id: edge }) => edge !== 'e2'),
      { id: 'e2', source: 'call', sourceHandle: 'success', target: 'second' },
    ],
  })
  await editor.open(id, '?step=second')
  const runStep = editor.inspector.locator('header').getByRole('button', { name: 'Run step' })

  // Nobody knows yet what the step before it answers.
  await expect(runStep).toHaveAttribute('aria-disabled', 'true')
  await expect(runStep).toHaveAccessibleDescription(/Run “Call the API” first/)
  // What it answers comes later than that it has, and nothing is asked of the user for that.
  const isRun = /\/api\/organizations\/demo\/runs\/[0-9a-f-]+$/
  let letThrough = () => {}
  const held = new Promise<void>((resolve) => (letThrough = resolve))
  await page.route(isRun, (route) => held.then(() => route.continue()))
  await editor.inspector.getByRole('button', { name: 'Run step' }).last().click()
  await expect(editor.runPanel.getByText('only “Call the API”')).toBeVisible()
  await expect(editor.runPanel.locator('header').getByText('Succeeded', { exact: true })).toBeVisible()

  await editor.step('Customer').focus()
  await page.keyboard.press('r')
  letThrough()
  await expect(editor.runPanel.getByText('only “Customer”')).toBeVisible()
  await expect(editor.runPanel.locator('header').getByText('Succeeded', { exact: true })).toBeVisible()
  await expect(editor.ranStep('Customer')).toBeVisible()
  await expect(editor.ranStep('Call the API')).toHaveCount(0)

  // A sample takes the place of what the API said.
  await editor.inspector.getByRole('tab', { name: 'Data' }).click()
  await editor.inspector.getByRole('button', { name: 'Sample of Call the API' }).click()
  await page.getByRole('menuitem', { name: 'Paste a sample' }).click()
  const dialog = page.getByRole('dialog', { name: 'Sample of “Call the API”' })
  await dialog.getByLabel('Response body').fill('{"customerId": ')
  await dialog.getByRole('button', { name: 'Save sample' }).click()
  await expect(dialog.getByText(/^This is not JSON/)).toBeVisible()
  await dialog.getByLabel('Response body').fill('{"customerId": "nobody"}')
  await dialog.getByRole('button', { name: 'Save sample' }).click()
  await expect(editor.inspector.getByText('Sample', { exact: true })).toBeVisible()
  await runStep.click()
  await expect(editor.runPanel.locator('header').getByText('Failed', { exact: true })).toBeVisible()
  await editor.runPanel.getByRole('tab', { name: 'Request' }).click()
  await expect(editor.runPanel.getByText('/customers/nobody').first()).toBeVisible()
})
