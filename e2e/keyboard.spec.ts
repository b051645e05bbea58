import { flowWithCall } from './fixtures/definitions'
import { expect, test } from './fixtures/test'

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
