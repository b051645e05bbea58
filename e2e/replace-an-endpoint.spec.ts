import type { Page } from '@playwright/test'
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
  const dialog = await askToDelete(page, old.name)
  await expect(dialog.getByRole('link', { name: flow.name })).toBeVisible()
  await replaceBy(page, successor.name)
  await expect(page.getByText(`No endpoint matches “${old.name}”`)).toBeVisible()
  expect((await api.get(`/endpoints/${old.id}`)).status()).toBe(404)
  const run = await api.runDraft(flow.id)
  expect(run.steps.find(({ record }) => record.type === 'apiCall')?.record.request?.url).toBe(
    `${target.origin}/new/orders`,
  )
})

for (const when of ['saved', 'being edited'] as const) {
  test(`a flow that is open and ${when} goes on with the endpoint that takes the place of its own`, async ({
    page,
    api,
    editor,
    target,
  }) => {
    const old = await api.createEndpoint({ name: 'Old API', baseUrl: `${target.origin}/old` })
    const successor = await api.createEndpoint({ name: 'Successor API', baseUrl: `${target.origin}/new` })
    const flow = await api.createFlow('Is open', flowWithCall({ endpointId: old.id, path: '/status' }))
    await editor.open(flow.id)
    // Saved neither before nor, without a conflict, after the other endpoint took its place.
    const goOnline = when === 'being edited' ? await editor.editOffline(flow.id) : null
    await editor.openEndpoints()
    await askToDelete(page, old.name)
    await goOnline?.()
    await replaceBy(page, successor.name)

    await expect(editor.step('Call the API')).toContainText(successor.name)
    await page.getByRole('button', { name: 'Close', exact: true }).first().click()
    await editor.step('Done').click()
    await page.keyboard.press('ArrowDown')
    await editor.saved()
    await expect(page.getByRole('dialog')).toBeHidden()
    await editor.run('Succeeded')
  })
}

async function askToDelete(page: Page, name: string) {
  await page.getByRole('button', { name: `Actions for ${name}` }).click()
  await page.getByRole('menuitem', { name: 'Delete', exact: true }).click()
  return page.getByRole('dialog', { name: `“${name}” is used by 1 flow` })
}

async function replaceBy(page: Page, successor: string) {
  const dialog = page.getByRole('dialog', { name: / is used by 1 flow$/ })
  await dialog.getByRole('combobox', { name: 'Replace with' }).fill(successor)
  await page.getByRole('option', { name: successor }).click()
  await dialog.getByRole('button', { name: 'Replace and delete' }).click()
  await expect(page.getByText(`Endpoint replaced by “${successor}” and deleted`)).toBeVisible()
  await expect(dialog).toBeHidden()
}
