import { join } from 'node:path'
import { expect, test } from './fixtures/test'
import { root } from './support/environment'

test.skip(process.env.SCREENSHOT !== '1', 'Makes the picture for the README with SCREENSHOT=1')
test.use({ colorScheme: 'light', viewport: { width: 1440, height: 900 } })

test('the demo flow after a run', async ({ page, api, editor }) => {
  const demo = (await (await api.get('/flows?search=Order%20lookup')).json()) as { data: { id: string }[] }
  await editor.open(demo.data[0]?.id ?? '')
  await editor.toolbar.getByRole('button', { name: 'Run flow' }).click()
  await editor.runPanel.getByLabel('orderId').fill('ord_1001')
  await editor.runPanel.getByRole('button', { name: 'Run flow' }).click()
  await expect(editor.step('Order found')).toContainText('Succeeded')
  await editor.step('Get order').click()
  await expect(editor.runPanel.getByRole('region', { name: 'Response body' })).toBeVisible()
  await editor.toolbar.getByRole('button', { name: 'Fit flow' }).click()
  await page.mouse.move(720, 20)
  await page.screenshot({ path: join(root, 'e2e', 'screenshots', 'flow-editor.png'), animations: 'disabled' })
})
