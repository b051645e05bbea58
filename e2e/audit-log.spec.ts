import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import type { AuditLogEntry } from '@/lib/audit/schema'
import { parseCsv } from '@/lib/testing/parse-csv'
import { newSecret } from './fixtures/api'
import { expect, test } from './fixtures/test'
import { visit } from './fixtures/visit'
import { statePath } from './support/accounts'

const entriesOf = (page: Page) => page.getByRole('list', { name: 'Audit log' }).getByRole('listitem')
const routes = ['audit-log', 'audit-log/people', 'audit-log/export?format=csv']

test('an admin finds out who did what, and takes it along', async ({ page, api, target }) => {
  const token = newSecret()
  const endpoint = await api.createEndpoint({
    name: 'Watched API',
    baseUrl: target.origin,
    authentication: { type: 'bearer', token: newSecret() },
  })
  await api.updateEndpoint(endpoint.id, {
    version: 1,
    description: 'For invoices',
    responseTimeoutSeconds: 5,
    authentication: { type: 'bearer', token },
  })
  const entries = entriesOf(page)
  const said = (text: string) => entries.filter({ hasText: text })
  const by = 'End-to-end tests'

  await visit(page, '/demo/audit-log')
  await page.getByRole('searchbox', { name: /^Object/ }).fill(endpoint.name)
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/[?&]object=Watched/)
  await expect(entries).toHaveCount(4)
  await expect(said(`replaced the token of ${endpoint.name}`)).toContainText(by)
  await expect(said(`changed the `)).toContainText(`of ${endpoint.name}`)

  // Its details: before and after, the request, the address.
  const changed = said('changed the description and response timeout')
  await changed.getByRole('button', { name: /^Show details: / }).click()
  const changes = changed.getByRole('table', { name: 'Changes' })
  await expect(changes.getByRole('row', { name: 'Response timeout 1 min 5 s' })).toBeVisible()
  await expect(changes.getByRole('row', { name: 'Description None For invoices' })).toBeVisible()
  await expect(changed.getByRole('button', { name: 'Copy request id' })).toBeVisible()
  await changed.getByRole('button', { name: 'Only this person' }).click()
  await expect(page.getByRole('combobox', { name: 'Person' })).toHaveValue(by)
  await expect(entries).toHaveCount(4)

  await page.getByRole('combobox', { name: 'Action' }).click()
  await page.getByRole('group', { name: 'Secrets' }).getByRole('option', { name: 'Secret replaced' }).click()
  await expect(entries).toHaveCount(1)
  await page.goBack()
  await expect(entries).toHaveCount(4)

  const today = await page.evaluate(() => new Date().toLocaleDateString('sv'))
  await page.getByLabel('From').fill(today)
  await page.getByLabel('To', { exact: true }).fill(today)
  await expect(page).toHaveURL(new RegExp(`from=${today}&to=${today}`))
  await expect(entries).toHaveCount(4)
  await page.getByLabel('From').fill('2999-01-01')
  await expect(page.getByText('The last day is before the first')).toBeVisible()
  await page.getByLabel('From').fill(today)
  await expect(entries).toHaveCount(4)

  for (const format of ['CSV', 'JSON'] as const) {
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Export' }).click()
    await page.getByRole('menuitem', { name: `Export as ${format}` }).click()
    const file = await download
    expect(file.suggestedFilename()).toMatch(
      new RegExp(`^audit-log-demo-[-\\d]{10}\\.${format.toLowerCase()}$`),
    )
    const text = await readFile(await file.path(), 'utf8')
    expect(text).not.toContain(token)
    const names =
      format === 'CSV'
        ? parseCsv(text)
            .slice(1)
            .map((row) => row[7])
        : (JSON.parse(text) as AuditLogEntry[]).map(({ objectName }) => objectName)
    expect(names).toEqual(Array.from({ length: 4 }, () => endpoint.name))
  }

  // A link as long as there is something to see.
  await said('created the endpoint').getByRole('link', { name: endpoint.name }).click()
  await expect(page.getByRole('heading', { name: endpoint.name })).toBeVisible()
  await api.deleteEndpoint(endpoint.id)
  await visit(page, `/demo/audit-log?object=${endpoint.id}`)
  await expect(said('deleted the endpoint')).toContainText(endpoint.name)
  await expect(entries.getByRole('link')).toHaveCount(0)

  await page.getByRole('searchbox', { name: /^Object/ }).fill('Nothing of that name')
  await page.keyboard.press('Enter')
  await expect(page.getByText('No entry matches these filters')).toBeVisible()
  await page.getByRole('main').getByRole('button', { name: 'Clear filters' }).last().click()
  await expect(page).toHaveURL(/\/demo\/audit-log$/)
  await expect(said(endpoint.name).first()).toBeVisible()
})

test('a long log comes page by page, and tells what is new to who comes back', async ({
  page,
  api,
  target,
}) => {
  const endpoint = await api.createEndpoint({ name: 'Busy API', baseUrl: target.origin })
  for (let version = 1; version <= 250; version += 1) {
    await api.updateEndpoint(endpoint.id, { version, description: `Edit ${version}` })
  }
  const entries = entriesOf(page)
  const more = page.getByRole('button', { name: 'Load more' })
  await visit(page, `/demo/audit-log?object=${endpoint.id}`)
  await expect(entries).toHaveCount(100)

  // By keyboard: only on demand, and on to the first of what came last, because the button is gone then.
  await more.press('Enter')
  await expect(entries).toHaveCount(200)
  await expect(more).toBeFocused()
  await more.press('Enter')
  await expect(entries).toHaveCount(251)
  await expect(more).toBeHidden()
  await expect(entries.nth(200).getByRole('button', { name: /^Show details/ })).toBeFocused()

  // By itself, for those who scroll.
  await page.reload()
  await expect(entries).toHaveCount(100)
  await entries.last().scrollIntoViewIfNeeded()
  await expect(entries).toHaveCount(200)
  await entries.last().scrollIntoViewIfNeeded()
  await expect(entries).toHaveCount(251)

  await api.updateEndpoint(endpoint.id, { version: 251, description: 'Edit 251' })
  await page.evaluate(() => window.dispatchEvent(new Event('visibilitychange')))
  await page.getByRole('button', { name: '1 new entry' }).click()
  await expect(page.getByRole('button', { name: '1 new entry' })).toBeHidden()
  await entries
    .first()
    .getByRole('button', { name: /^Show details/ })
    .click()
  await expect(entries.first()).toContainText('Edit 251')
})

test('a log that can’t be read says so, and is there again after a retry', async ({ page }) => {
  const isList = /\/api\/organizations\/demo\/audit-log\?/
  await page.route(isList, (route) =>
    route.fulfill({
      status: 500,
      json: {
        code: 'internal_error',
        message: 'Something went wrong on our side.',
        requestId: 'req-1',
        fieldErrors: [],
        details: {},
      },
    }),
  )
  await visit(page, '/demo/audit-log?from=2000-01-01')
  const alert = page.getByRole('main').getByRole('alert')
  await expect(alert).toContainText('Couldn’t load the audit log')
  await expect(alert).toContainText('req-1')
  await page.unroute(isList)
  await alert.getByRole('button', { name: 'Retry' }).click()
  await expect(entriesOf(page).first()).toBeVisible()
})

for (const person of ['editor', 'viewer', 'foreigner'] as const) {
  test.describe(`of no concern to: ${person}`, () => {
    test.use({ storageState: statePath(person) })

    test('is the audit log', async ({ page }) => {
      await visit(page, '/demo/audit-log')
      const says =
        person === 'foreigner'
          ? 'We can’t find that, or you don’t have access to it.'
          : 'Only admins can read the audit log. Ask Admin.'
      await expect(page.getByRole('heading', { name: says })).toBeVisible()
      await expect(page.getByRole('button', { name: 'Export' })).toHaveCount(0)
      for (const route of routes) {
        const answer = await page.request.get(`/api/organizations/demo/${route}`)
        expect([route, answer.status()]).toEqual([route, person === 'foreigner' ? 404 : 403])
      }
    })
  })
}
