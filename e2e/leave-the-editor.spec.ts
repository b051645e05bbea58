import { flowWithCall } from './fixtures/definitions'
import { expect, test } from './fixtures/test'

test('whoever closes the tab in the middle of a name is asked first, and the name is kept', async ({
  page,
  api,
  editor,
}) => {
  const { id: endpointId } = await api.demoEndpoint()
  const flow = await api.createFlow('Left in a hurry', flowWithCall({ endpointId }))
  await editor.open(flow.id)
  await editor.step('Call the API').click()
  await editor.inspector.getByRole('textbox', { name: 'Name of this step' }).fill('Look it up')

  // What the browser does when a tab is closed; it asks when somebody prevents that.
  const isAsked = await page.evaluate(
    () => !window.dispatchEvent(new Event('beforeunload', { cancelable: true })),
  )
  expect(isAsked).toBe(true)
  await expect(editor.step('Look it up')).toBeVisible()
  await expect
    .poll(async () => (await api.flow(flow.id)).definition.nodes.map(({ data }) => data.label))
    .toContain('Look it up')
})

test('an endpoint that is being edited is asked about before the flow is', async ({ page, api, editor }) => {
  const { id: endpointId, name } = await api.demoEndpoint()
  const flow = await api.createFlow('Two things unsaved', flowWithCall({ endpointId }))
  await editor.open(flow.id)
  // The flow can't be saved, so it still has something to lose when it is left.
  await editor.editOffline(flow.id)
  await editor.openEndpoints()
  await page.getByRole('list', { name: 'API endpoints' }).getByRole('button', { name }).first().click()
  const description = page.getByRole('textbox', { name: /^Description/ })
  await description.fill('Half a thought')

  const back = editor.toolbar.getByRole('link', { name: 'Back to flows' })
  const aboutForm = page.getByRole('alertdialog', { name: 'Discard changes?' })
  const aboutFlow = page.getByRole('alertdialog', { name: 'Leave without saving?' })
  await back.click()
  await aboutForm.getByRole('button', { name: 'Keep editing' }).click()
  await expect(description).toHaveValue('Half a thought')
  await back.click()
  await aboutForm.getByRole('button', { name: 'Discard' }).click()
  await aboutFlow.getByRole('button', { name: 'Leave without saving' }).click()
  await expect(page).toHaveURL(/\/demo\/flows$/)
})
