import { flowWithCall } from './fixtures/definitions'
import { expect, test } from './fixtures/test'
import { visit } from './fixtures/visit'

test('an endpoint in use gives way to another, which its flows run through at once', async ({
  page,
  api,
  target,
}) => {
  const old = await api.createEndpoint({ name: 'Old API', baseUrl: `${target.origin}/old` })
  const successor = await api.createEndpoint({ name: 'Successor API', baseUrl: `${target.origin}/new` })
  const flow = await api.createFlow('Moves on', flowWithCall({ endpointId: old.id, path: '/orders' }))

  await visit(page, '/demo/endpoints')
  await page.getByRole('searchbox').fill(old.name)
  await page.getByRole('button', { name: `Actions for ${old.name}` }).click()
  await page.getByRole('menuitem', { name: 'Delete', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: `“${old.name}” is used by 1 flow` })
  await expect(dialog.getByRole('link', { name: flow.name })).toBeVisible()
  await dialog.getByRole('combobox', { name: 'Replace with' }).fill(successor.name)
  await page.getByRole('option', { name: successor.name }).click()
  await dialog.getByRole('button', { name: 'Replace and delete' }).click()

  await expect(page.getByText(`Endpoint replaced by “${successor.name}” and deleted`)).toBeVisible()
  await expect(dialog).toBeHidden()
  await expect(page.getByText(`No endpoint matches “${old.name}”`)).toBeVisible()
  expect((await api.get(`/endpoints/${old.id}`)).status()).toBe(404)
  const run = await api.runDraft(flow.id)
  expect(run.steps.find(({ record }) => record.type === 'apiCall')?.record.request?.url).toBe(
    `${target.origin}/new/orders`,
  )
})
