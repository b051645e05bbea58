import { newSecret, unique } from './fixtures/api'
import { flowWithCall } from './fixtures/definitions'
import { endpointForm } from './fixtures/endpoint-form'
import { expect, test } from './fixtures/test'
import { visit } from './fixtures/visit'

test('an endpoint is filled in from a cURL command, looked at and saved, or from an OpenAPI document', async ({
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

  await visit(page, '/demo/endpoints?import=openapi')
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

test('several endpoints are tested and deleted at once, but for those in use', async ({
  page,
  api,
  target,
  closedOrigin,
}) => {
  const group = unique('Bulk')
  const [good, bad, used] = await Promise.all(
    [target.origin, closedOrigin, target.origin].map((baseUrl) =>
      api.createEndpoint({ name: group, baseUrl }),
    ),
  )
  if (!good || !bad || !used) throw new Error('Three were made')
  const flow = await api.createFlow('Uses one of them', flowWithCall({ endpointId: used.id }))
  await visit(page, `/demo/endpoints?search=${encodeURIComponent(group)}`)
  await page.getByRole('checkbox', { name: `Select ${used.name}` }).press('Space')
  await expect(page.getByText('1 selected')).toBeVisible()
  await page.getByRole('checkbox', { name: 'Select all shown' }).click()
  await expect(page.getByText('3 selected')).toBeVisible()

  await page.getByRole('button', { name: 'Test selected endpoints' }).click()
  const tests = page.getByRole('dialog', { name: 'Test 3 endpoints' })
  await expect(tests).toContainText('3 endpoints tested: 2 passed, 1 failed')
  await expect(tests.getByRole('listitem').filter({ hasText: bad.name })).toContainText('Failed')
  await expect(tests.getByRole('listitem').filter({ hasText: good.name })).toContainText('Answered with 200')
  await tests.getByRole('button', { name: 'Close' }).last().click()
  await expect(page.getByRole('button', { name: 'Test selected endpoints' })).toBeFocused()
  await expect(page.getByRole('row', { name: bad.name })).toContainText('Failing')

  await page.getByRole('button', { name: 'Delete selected endpoints' }).click()
  const question = page.getByRole('alertdialog', { name: 'Delete 2 endpoints?' })
  await question.getByRole('button', { name: `${used.name} is used by 1 flow` }).click()
  await expect(page.getByRole('link', { name: flow.name })).toBeVisible()
  await page.keyboard.press('Escape')
  await question.getByRole('button', { name: 'Delete 2 endpoints' }).click()
  await expect(page.getByRole('row', { name: good.name })).toHaveCount(0)
  await expect(page.getByRole('row', { name: used.name })).toBeVisible()
  const toast = page.getByRole('region', { name: 'Notifications' })
  await toast.getByRole('button', { name: 'Undo' }).click()
  await expect(toast).toContainText('2 endpoints restored')
  await page.getByRole('link', { name: good.name }).click()
  await expect(page).toHaveURL(new RegExp(`/demo/endpoints/${good.id}`))
})
