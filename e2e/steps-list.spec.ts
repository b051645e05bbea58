import { flowWithCall } from './fixtures/definitions'
import { expect, test } from './fixtures/test'
import { visit } from './fixtures/visit'

test.describe('on a phone', () => {
  test.use({ viewport: { width: 375, height: 800 } })

  test('a flow is built, run and mended in the list of its steps', async ({ api, editor, page }) => {
    const { id: endpointId } = await api.demoEndpoint()
    const flow = await api.createFlow('On the way', flowWithCall({ endpointId, path: '/orders/ord_1001' }))
    await visit(page, `/demo/flows/${flow.id}`)
    const list = page.getByRole('list', { name: 'Steps of the flow' })
    await expect(list.getByRole('button', { name: /^API Call, Call the API/ })).toBeVisible()

    // A step less leaves an output free, which takes another step.
    await list.getByRole('button', { name: 'Actions for Done' }).click()
    await page.getByRole('menuitem', { name: 'Delete step' }).click()
    await expect(list.getByRole('button', { name: /^End, Gave up/ })).toBeVisible()
    await expect(list.getByRole('button', { name: /^End, Done/ })).toHaveCount(0)
    await expect(list.getByRole('button', { name: /^API Call, Call the API/ })).toBeFocused()
    await list.getByRole('button', { name: 'Add step after Success of Call the API' }).click()
    await page.getByRole('option', { name: /^End Ends the run/ }).click()
    const end = list.getByRole('button', { name: /^End, End/ })
    await expect(end).toBeFocused()

    // It is named in the inspector, which lies over the list.
    await end.click()
    await editor.inspector.getByLabel('Name of this step').fill('Found')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Close inspector' }).click()
    await expect(list.getByRole('button', { name: /^End, Found/ })).toBeFocused()

    await editor.toolbar.getByRole('button', { name: 'More' }).click()
    await page.getByRole('menuitem', { name: 'Find in flow' }).click()
    await page.getByRole('textbox', { name: 'Find steps' }).fill('gave')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Escape')
    await expect(list.getByRole('button', { name: /^End, Gave up/ })).toBeFocused()

    // Connected otherwise, and back.
    await list.getByRole('button', { name: 'Actions for Call the API' }).click()
    await page.getByRole('menuitem', { name: 'Connect…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Connect Call the API' })
    await dialog.getByRole('combobox', { name: 'Leads to' }).click()
    await page.getByRole('option', { name: 'Gave up' }).click()
    await dialog.getByRole('button', { name: 'Connect steps' }).click()
    await expect(list.getByRole('button', { name: 'Success leads to Gave up' })).toBeVisible()
    await editor.toolbar.getByRole('button', { name: 'More' }).click()
    await page.getByRole('menuitem', { name: /^Undo/ }).click()
    await expect(list.getByRole('button', { name: 'Success leads to Found' })).toBeVisible()

    await editor.run('Succeeded')
    await expect(list.getByRole('button', { name: /^API Call, Call the API, .*succeeded/ })).toBeVisible()
    await editor.saved()
  })
})
