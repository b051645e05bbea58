import { newSecret, unique } from './fixtures/api'
import { endpointForm } from './fixtures/endpoint-form'
import { expect, test } from './fixtures/test'
import { visit } from './fixtures/visit'

test('a cURL command becomes an endpoint that works, once it was looked at and saved', async ({
  page,
  api,
  target,
}) => {
  const token = newSecret()
  const name = unique('From cURL')
  const sent: string[] = []
  page.on('request', (request) => sent.push(`${request.url()} ${request.postData() ?? ''}`))
  await visit(page, '/demo/endpoints')
  await page.getByRole('button', { name: 'Import', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Import an endpoint' })
  const command = dialog.getByLabel('cURL command')
  await expect(command).toBeFocused()

  await command.fill(`curl '${target.origin}/v1/orders?id=7`)
  await dialog.getByRole('button', { name: 'Read command' }).click()
  await expect(dialog).toContainText("A single quote (') is opened and never closed.")
  await expect(command).toBeFocused()
  await command.fill(
    `curl '${target.origin}/v1/orders?id=7' \\\n -H 'Authorization: Bearer ${token}' -H 'X-Version: 7' -m 9`,
  )
  await page.keyboard.press('Control+Enter')
  await expect(dialog).toContainText('Left out: the query, which belongs to an API Call.')
  await expect(dialog).not.toContainText(token)
  await page.keyboard.press('Escape')
  await page.getByRole('alertdialog').getByRole('button', { name: 'Keep editing' }).click()
  await dialog.getByRole('combobox', { name: 'Base URL' }).click()
  await page.getByRole('option', { name: target.origin, exact: true }).click()
  await expect(dialog).toContainText('“/v1/orders” remains for the path of an API Call.')
  await dialog.getByRole('button', { name: 'Fill in form' }).click()

  const formDialog = page.getByRole('dialog', { name: 'New endpoint' })
  const form = endpointForm(formDialog)
  await expect(form.baseUrl).toHaveValue(target.origin)
  await form.name.fill(name)
  expect(sent.filter((request) => request.includes(token))).toEqual([])
  expect(page.url()).not.toContain(token)
  await form.save('Endpoint created')

  await expect(page.getByRole('button', { name: 'Import', exact: true })).toBeFocused()
  await expect(page).toHaveURL(/\/demo\/endpoints$/)
  const { data } = (await (await api.get(`/endpoints?search=${encodeURIComponent(name)}`)).json()) as {
    data: object[]
  }
  expect(data).toMatchObject([
    {
      baseUrl: target.origin,
      authentication: { type: 'bearer', isSet: true },
      defaultHeaders: [{ name: 'X-Version', value: '7' }],
      responseTimeoutSeconds: 9,
    },
  ])
})

test('an OpenAPI document fills in the form, and is not lost without a question', async ({ page }) => {
  await visit(page, '/demo/endpoints?import=openapi')
  const dialog = page.getByRole('dialog', { name: 'Import an endpoint' })
  await dialog.getByLabel('OpenAPI file').setInputFiles({
    name: 'pets.yaml',
    mimeType: 'application/yaml',
    buffer: Buffer.from(
      [
        'openapi: 3.1.0',
        'info: { title: Pets, description: All about pets }',
        'servers: [{ url: https://pets.example.com/v2 }, { url: https://test.example.com }]',
        'components:',
        '  securitySchemes:',
        '    key: { type: apiKey, in: header, name: X-Pet-Key }',
        '    login: { type: http, scheme: basic }',
      ].join('\n'),
    ),
  })
  await expect(dialog.getByLabel('OpenAPI document: pets.yaml')).toHaveValue(/^openapi/)
  await dialog.getByRole('button', { name: 'Read document' }).click()
  await dialog.getByRole('combobox', { name: 'Authentication' }).click()
  await page.getByRole('option', { name: 'Basic (login)' }).click()
  await dialog.getByRole('button', { name: 'Fill in form' }).click()

  const formDialog = page.getByRole('dialog', { name: 'New endpoint' })
  const form = endpointForm(formDialog)
  await expect(form.name).toHaveValue('Pets')
  await expect(form.baseUrl).toHaveValue('https://pets.example.com/v2')
  await expect(formDialog.getByRole('radio', { name: 'Basic' })).toBeChecked()
  await formDialog.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(formDialog.getByText('Enter the password.')).toBeVisible()
  await page.keyboard.press('Escape')
  await page.getByRole('alertdialog').getByRole('button', { name: 'Discard' }).click()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(page).toHaveURL(/\/demo\/endpoints$/)
})
