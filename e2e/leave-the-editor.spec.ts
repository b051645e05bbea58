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
