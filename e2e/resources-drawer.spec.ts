import { unique } from './fixtures/api'
import { flowWithCall } from './fixtures/definitions'
import { endpointForm } from './fixtures/endpoint-form'
import { expect, test } from './fixtures/test'

test('an endpoint is made, changed, tested, used, copied and deleted beside the canvas', async ({
  page,
  api,
  editor,
  target,
}) => {
  const { id: endpointId } = await api.demoEndpoint()
  const flow = await api.createFlow('With a drawer', flowWithCall({ endpointId, path: '/orders' }))
  const name = unique('Drawer API')
  const renamed = unique('Renamed API')
  await editor.open(flow.id)
  await editor.step('Call the API').click()

  await editor.openEndpoints()
  // Its title says where one is in it.
  const drawer = page.getByRole('dialog', {
    name: /^(API Endpoints|New endpoint|Test |Drawer API|Renamed API)/,
  })
  const form = endpointForm(drawer)
  const row = (named: string) => drawer.getByRole('listitem').filter({ hasText: named })
  const choose = async (named: string, action: string) => {
    await row(named)
      .getByRole('button', { name: `Actions for ${named}` })
      .click()
    await page.getByRole('menuitem', { name: action, exact: true }).click()
  }
  await expect(drawer.getByRole('heading', { name: /^API Endpoints \(\d+\)$/ })).toBeVisible()

  await drawer.getByRole('button', { name: 'New endpoint' }).click()
  await form.name.fill(name)
  await form.baseUrl.fill(target.origin)
  await form.save('Endpoint created')

  await choose(name, 'Edit')
  await expect(form.name).toHaveValue(name)
  await form.name.fill(renamed)
  await form.save('Endpoint saved')

  await choose(renamed, 'Test')
  await form.testPassed()
  await drawer.getByRole('button', { name: 'Back' }).click()
  await expect(row(renamed)).toContainText('OK')

  await row(renamed)
    .getByRole('button', { name: `Use ${renamed} in selected step` })
    .click()
  await expect(editor.inspector.getByRole('combobox', { name: 'Endpoint' })).toHaveValue(renamed)
  await editor.saved()
  await expect(row(renamed)).toContainText('1 flow')

  await choose(renamed, 'Delete')
  const refusal = page.getByRole('dialog', { name: `“${renamed}” is used by 1 flow` })
  await expect(refusal.getByRole('link', { name: flow.name })).toBeVisible()
  await refusal.getByRole('button', { name: 'Cancel' }).click()

  await choose(renamed, 'Duplicate')
  await expect(page.getByText('Endpoint duplicated')).toBeVisible()
  const copy = `${renamed} copy`
  await choose(copy, 'Delete')
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete endpoint' }).click()
  await expect(page.getByText('Endpoint deleted')).toBeVisible()
  await expect(row(copy)).toBeHidden()

  await drawer.getByRole('button', { name: 'Close', exact: true }).click()
  await expect(drawer).toBeHidden()
  await expect(page).toHaveURL(new RegExp(`/demo/flows/${flow.id}`))
  await expect(editor.step('Call the API')).toContainText(renamed)
})
