import type { Page } from '@playwright/test'
import { unique } from './fixtures/api'
import { endpointForm } from './fixtures/endpoint-form'
import { expect, test } from './fixtures/test'
import { visit } from './fixtures/visit'

const question = (page: Page) => page.getByRole('alertdialog', { name: 'Discard changes?' })
const asText = (page: Page) => page.getByRole('textbox', { name: 'Headers as text' })

test('headers that were typed as text are saved with the form', async ({ page, api }) => {
  const endpoint = await api.createEndpoint({ name: 'As text', baseUrl: 'https://api.example.com' })
  await visit(page, `/demo/endpoints/${endpoint.id}`)
  await page.getByRole('button', { name: 'Edit as text' }).click()

  await asText(page).fill('X Bad: 1\nX-Good: 2')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  const bad = page.getByLabel('Header 1 name')
  await expect(bad).toHaveAttribute('aria-invalid', 'true')
  await expect(bad).toBeFocused()
  expect((await api.endpoint(endpoint.id)).defaultHeaders).toEqual([])

  await page.getByRole('button', { name: 'Edit as text' }).click()
  await asText(page).fill('X-First: 1\nX-Good: 2')
  await endpointForm(page.locator('main')).save('Endpoint saved')
  expect((await api.endpoint(endpoint.id)).defaultHeaders).toEqual([
    { name: 'X-First', secret: false, value: '1' },
    { name: 'X-Good', secret: false, value: '2' },
  ])
})

test('headers that were typed as text are not left without a question', async ({ page }) => {
  await visit(page, '/demo/endpoints/new')
  await page.getByRole('button', { name: 'Edit as text' }).click()
  await asText(page).fill('X-First: 1')
  for (const leave of [
    page.getByRole('button', { name: 'Cancel', exact: true }).last(),
    page.getByRole('link', { name: 'API Endpoints' }).first(),
  ]) {
    await leave.click()
    await question(page).getByRole('button', { name: 'Keep editing' }).click()
    await expect(asText(page)).toHaveValue('X-First: 1')
  }

  // What is taken back is nothing to lose.
  await page.getByRole('button', { name: 'Cancel', exact: true }).first().click()
  await expect(asText(page)).toBeHidden()
  await page.getByRole('button', { name: 'Cancel', exact: true }).click()
  await expect(page).toHaveURL(/\/demo\/endpoints$/)
})

test('a form that can’t be saved says how many fields need attention', async ({ page }) => {
  await visit(page, '/demo/endpoints/new')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByRole('textbox', { name: 'Name', exact: true })).toBeFocused()
  await expect(page.locator('#announce-assertive')).toHaveText('2 fields need attention')
})

test('user and password that leave the base URL take the focus along', async ({ page }) => {
  await visit(page, '/demo/endpoints/new')
  const { baseUrl } = endpointForm(page.locator('main'))
  await baseUrl.fill(`https://maya:${unique('pw').replace(' ', '')}@api.example.com`)
  await page.getByRole('button', { name: 'Move user and password to Basic auth' }).click()
  await expect(page.getByRole('textbox', { name: 'User name' })).toBeFocused()
  await baseUrl.fill('https://api.example.com?page=1')
  await page.getByRole('button', { name: 'Use https://api.example.com' }).click()
  await expect(baseUrl).toBeFocused()
})
