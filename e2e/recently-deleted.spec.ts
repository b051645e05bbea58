import type { Page } from '@playwright/test'
import { newSecret } from './fixtures/api'
import { flowWithCall } from './fixtures/definitions'
import { expect, test } from './fixtures/test'
import { visit } from './fixtures/visit'
import { statePath } from './support/accounts'

test('what was deleted by mistake comes back with a press on Undo, but for its secrets', async ({
  page,
  api,
  target,
}) => {
  const endpoint = await api.createEndpoint({
    name: 'Deleted by mistake',
    baseUrl: target.origin,
    authentication: { type: 'bearer', token: newSecret() },
  })
  const { id: demoId } = await api.demoEndpoint()
  const flow = await api.createFlow(
    'Deleted by mistake',
    flowWithCall({ endpointId: demoId, path: '/orders' }),
  )

  await visit(page, `/demo/endpoints?search=${encodeURIComponent(endpoint.name)}`)
  await choose(page, endpoint.name, 'Delete')
  const question = page.getByRole('alertdialog')
  await expect(question).toContainText('You can restore it for 30 days, but without its secrets')
  await question.getByRole('button', { name: 'Delete endpoint' }).click()
  await expect(page.getByText(`No endpoint matches “${endpoint.name}”`)).toBeVisible()
  await toast(page, 'Endpoint deleted').getByRole('button', { name: 'Undo' }).click()
  await expect(toast(page, 'Endpoint restored')).toContainText('Enter its token again.')
  await expect(page.getByRole('row', { name: endpoint.name })).toContainText('Needs secret')
  expect(await api.endpoint(endpoint.id)).toMatchObject({ authentication: { type: 'bearer', isSet: false } })

  await visit(page, `/demo/flows?search=${encodeURIComponent(flow.name)}`)
  await choose(page, flow.name, 'Delete flow')
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete flow' }).click()
  await expect(page.getByText(`No flow matches “${flow.name}”`)).toBeVisible()
  await toast(page, 'Flow deleted').getByRole('button', { name: 'Undo' }).click()
  await expect(toast(page, 'Flow restored')).toBeVisible()
  await expect(page.getByRole('row', { name: flow.name })).toBeVisible()
  expect((await api.flow(flow.id)).definition).toEqual(flow.definition)
})

test('a deleted endpoint is restored later, under another name when its own is taken', async ({
  page,
  api,
  target,
}) => {
  const endpoint = await api.createEndpoint({ name: 'Deleted', baseUrl: target.origin })
  const flow = await api.createFlow('Deleted', flowWithCall({ endpointId: endpoint.id }))
  await api.deleteFlow(flow.id)
  await api.deleteEndpoint(endpoint.id)
  const successor = await api.createEndpoint({ name: 'Successor', baseUrl: target.origin })
  await api.updateEndpoint(successor.id, { version: 1, name: endpoint.name })

  await visit(page, '/demo/settings/deleted')
  const items = page.getByRole('list', { name: 'Recently deleted' }).getByRole('listitem')
  const item = items.filter({ hasText: endpoint.name })
  await expect(item).toContainText(target.origin)
  await expect(item).toContainText('30 days left')

  await items.getByRole('button', { name: `Restore ${flow.name}` }).click()
  await expect(toast(page, 'Flow restored')).toContainText('An endpoint that it uses is no longer available.')
  expect((await api.flow(flow.id)).problems).toMatchObject([{ code: 'endpoint_deleted' }])

  const restore = items.getByRole('button', { name: `Restore ${endpoint.name}` })
  await restore.click()
  const dialog = page.getByRole('dialog', { name: `Restore “${endpoint.name}” under another name` })
  await expect(dialog.getByLabel('Name')).toHaveValue(`${endpoint.name} (restored)`)
  await page.keyboard.press('Escape')
  await expect(restore).toBeFocused()
  await restore.click()
  await dialog.getByLabel('Name').fill(endpoint.name.toUpperCase())
  await page.keyboard.press('Enter')
  await expect(dialog).toContainText(`An endpoint named “${endpoint.name.toUpperCase()}” already exists.`)
  await expect(dialog.getByLabel('Name')).toBeFocused()
  await dialog.getByLabel('Name').fill(`${endpoint.name} again`)
  await dialog.getByRole('button', { name: 'Restore endpoint' }).click()
  await expect(toast(page, 'Endpoint restored')).toBeVisible()
  await expect(dialog).toBeHidden()
  await expect(item).toBeHidden()
  expect(await api.endpoint(endpoint.id)).toMatchObject({ name: `${endpoint.name} again`, usedBy: 1 })
  expect((await api.flow(flow.id)).problems).toEqual([])
  // Not lost with the button that was pressed.
  await expect(page.locator('body')).not.toBeFocused()
})

test.describe('an editor', () => {
  test.use({ storageState: statePath('editor') })

  test('restores flows, and sees who restores endpoints', async ({ page, api, target }) => {
    const endpoint = await api.createEndpoint({ name: 'Deleted', baseUrl: target.origin })
    await api.deleteEndpoint(endpoint.id)
    const { id: endpointId } = await api.demoEndpoint()
    const flow = await api.createFlow('Deleted', flowWithCall({ endpointId, path: '/orders' }))
    await api.deleteFlow(flow.id)
    await visit(page, '/demo/settings/deleted')
    const refused = page.getByRole('button', { name: `Restore ${endpoint.name}` })
    await expect(refused).toBeDisabled()
    await expect(refused).toHaveAccessibleDescription('Only admins can restore endpoints. Ask Admin.')
    await page.getByRole('button', { name: `Restore ${flow.name}` }).click()
    await expect(toast(page, 'Flow restored')).toBeVisible()
    await expect(page.getByRole('listitem').filter({ hasText: flow.name })).toBeHidden()
  })
})

async function choose(page: Page, name: string, action: string) {
  await page.getByRole('button', { name: `Actions for ${name}` }).click()
  await page.getByRole('menuitem', { name: action, exact: true }).click()
}

function toast(page: Page, title: string) {
  return page.getByRole('region', { name: 'Notifications' }).getByRole('dialog', { name: title })
}
