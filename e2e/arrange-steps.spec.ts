import { flowWithCall } from './fixtures/definitions'
import { createFlowEditor } from './fixtures/flow-editor'
import { expect, test } from './fixtures/test'

test('steps are copied into another flow and tidied up there, by keyboard', async ({
  page,
  context,
  api,
  editor,
}) => {
  const { id: endpointId } = await api.demoEndpoint()
  const from = await api.createFlow('Copied from', flowWithCall({ endpointId, path: '/orders' }))
  const to = await api.createFlow('Pasted into', flowWithCall({ endpointId, path: '/customers' }))
  await editor.open(from.id)
  await editor.step('Start').focus()
  await page.keyboard.press('Control+a')
  await page.keyboard.press('Control+c')

  const other = await context.newPage()
  const there = createFlowEditor(other)
  await there.open(to.id)
  await there.canvas.focus()
  await other.keyboard.press('Control+v')
  await expect(there.step('Call the API 2')).toBeFocused()
  await expect(other.getByText('Start left out')).toBeVisible()
  await expect(there.inspector.getByText('3 steps selected')).toBeVisible()
  await other.keyboard.press('Shift+L')
  await there.saved()

  const { definition } = await api.flow(to.id)
  const [call, done] = definition.nodes.slice(-3)
  expect(call?.data).toMatchObject({ key: 'call_the_api_2', endpointId, path: '/orders' })
  expect(done?.data).toMatchObject({ output: { answer: '{{ steps.call_the_api_2.body }}' } })
  expect(definition.edges.at(-2)).toMatchObject({ source: call?.id, target: done?.id })
  expect(done!.position.x).toBeGreaterThan(call!.position.x)

  await other.keyboard.press('Control+z')
  await other.keyboard.press('Control+z')
  await expect(there.step('Call the API 2')).toBeHidden()
  await there.saved()
  expect((await api.flow(to.id)).definition).toEqual(to.definition)
})

test('steps are found by their path, brought in line, and cut', async ({ page, api, editor }) => {
  const { id: endpointId } = await api.demoEndpoint()
  const flow = await api.createFlow('Found', flowWithCall({ endpointId, path: '/orders/ord_1001' }))
  await editor.open(flow.id)
  await editor.canvas.focus()
  await page.keyboard.press('Control+f')
  const find = page.getByRole('search', { name: 'Find in flow' })
  await find.getByRole('textbox').fill('get /orders')
  await expect(find.getByText('1 found')).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(find.getByText('1 of 1')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(editor.step('Call the API')).toBeFocused()

  await editor.step('Done').click({ modifiers: ['Shift'] })
  await editor.inspector.getByRole('button', { name: 'Align top' }).click()
  await editor.saved()
  const places = (await api.flow(flow.id)).definition.nodes.map(({ position }) => position)
  expect(places[1]).toEqual({ x: 340, y: -100 })
  expect(places[2]).toEqual({ x: 680, y: -100 })

  await editor.step('Gave up').click()
  await page.keyboard.press('Control+x')
  await expect(editor.step('Gave up')).toBeHidden()
  await expect(editor.step('Done')).toBeFocused()
  await page.keyboard.press('Control+v')
  await expect(editor.step('Gave up')).toBeFocused()
})
