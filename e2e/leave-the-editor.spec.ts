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

  const asked = page.waitForEvent('dialog')
  await page.close({ runBeforeUnload: true })
  const dialog = await asked
  expect(dialog.type()).toBe('beforeunload')
  await dialog.dismiss()

  await expect(editor.step('Look it up')).toBeVisible()
  await expect
    .poll(async () => (await api.flow(flow.id)).definition.nodes.map(({ data }) => data.label))
    .toContain('Look it up')
})
