import { signIn } from './fixtures/sign-in'
import { expect, test } from './fixtures/test'

test('somebody new signs in, runs the demo and reads the answer', async ({ page, editor }) => {
  await signIn(page, 'admin')
  await page.getByRole('link', { name: 'Run the demo' }).click()
  await expect(page).toHaveTitle(/Order lookup/)

  await editor.toolbar.getByRole('button', { name: 'Run flow' }).click()
  await expect(editor.runPanel.getByLabel('orderId')).toHaveValue('ord_1001')
  await editor.runPanel.getByRole('button', { name: 'Run flow' }).click()

  await expect(editor.runPanel.getByText('Succeeded', { exact: true }).first()).toBeVisible()
  await expect(editor.step('Get order')).toContainText('Succeeded · 200')
  await expect(editor.step('Order found')).toContainText('Succeeded')
  await expect(editor.step('Order not found')).toContainText('Skipped')

  await editor.ranStep('Get order').click()
  await expect(editor.runPanel.getByText('200 OK')).toBeVisible()
  await expect(editor.runPanel.getByRole('region', { name: 'Response body' })).toContainText(
    '"id": "ord_1001"',
  )

  await editor.runPanel.getByRole('tab', { name: 'Request' }).click()
  await expect(editor.runPanel.getByRole('row', { name: 'authorization' })).toContainText('[REDACTED]')

  await editor.toolbar.getByRole('link', { name: 'Back to flows' }).click()
  await expect(page.getByRole('row', { name: /Order lookup/ })).toContainText('Succeeded')
})
