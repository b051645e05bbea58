import type { Page } from '@playwright/test'
import type { Flow } from '@/lib/flows/schema'
import { type Api, newSecret, unique } from './fixtures/api'
import { flowWithCall } from './fixtures/definitions'
import { expectAccessible } from './fixtures/expect-accessible'
import { expect, test } from './fixtures/test'
import { visit } from './fixtures/visit'

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`nobody is shut out, ${colorScheme}`, () => {
    // Otherwise colours are judged in the middle of a fade.
    test.use({ colorScheme, contextOptions: { reducedMotion: 'reduce' } })

    test.describe('signed out', () => {
      test.use({ storageState: { cookies: [], origins: [] } })

      test('of the sign-in page', async ({ page }) => {
        await visit(page, '/sign-in')
        await expectAccessible(page)
        await page.getByRole('button', { name: 'Sign in' }).click()
        await expect(page.getByText('Enter your email.')).toBeVisible()
        await expectAccessible(page)
      })
    })

    test('of the dashboard, the flows and the runs', async ({ page, api }) => {
      const flow = await newFlow(api)
      await api.runDraft(flow.id)
      await expectAccessiblePages(page, {
        dashboard: 'Runs in 24 h',
        flows: flow.name,
        'flows?new=true': 'Create flow',
        'flows?new=import': 'Choose file',
        'flows?search=no-such-thing': 'No flow matches',
        'flows/never-was': 'We can’t find that',
        runs: flow.name,
      })
      await page.keyboard.press('Control+k')
      await expect(page.getByRole('option', { name: 'Go to Runs' })).toBeVisible()
      await expectAccessible(page, 'the palette')
    })

    test('of the endpoints', async ({ page, api }) => {
      const endpoint = await api.createEndpoint({
        baseUrl: 'https://api.example.com/v1',
        authentication: { type: 'basic', username: newSecret(), password: newSecret() },
        defaultHeaders: [{ name: 'X-Version', value: '7' }],
      })
      await expectAccessiblePages(page, {
        endpoints: endpoint.name,
        [`endpoints/${endpoint.id}`]: 'Saved',
        [`endpoints/${endpoint.id}?tab=usage`]: 'No flow uses this endpoint',
        [`endpoints/${endpoint.id}?tab=activity`]: 'created this endpoint',
        'endpoints/new': 'Test connection',
      })
      await page.getByRole('radio', { name: 'API key' }).click()
      await page.getByRole('button', { name: 'Add header' }).click()
      await page.getByRole('button', { name: 'Save', exact: true }).click()
      await expect(page.getByText('Enter a name.')).toBeVisible()
      await expectAccessible(page, 'the form with its errors')
      await visit(page, '/demo/endpoints?import=curl')
      await page.getByLabel('cURL command').fill('curl -k https://api.example.com/v1/orders -u maya:secret')
      await page.getByRole('button', { name: 'Read command' }).click()
      await expect(page.getByText('What goes into the form')).toBeVisible()
      await expectAccessible(page, 'what was imported')
    })

    test('of the members and of an invitation', async ({ page, browser }) => {
      await expectAccessiblePages(page, {
        members: 'What each role may do',
        'members?search=no-such-thing': 'No member matches',
        'members?invite=true': 'Create invitations',
      })
      await page.getByRole('button', { name: 'Create invitations' }).click()
      await expect(page.getByText('Enter at least one email address.')).toBeVisible()
      await expectAccessible(page, 'inviting with an error')
      await page.getByLabel('Email addresses').fill(`${unique('ada').replace(' ', '-')}@example.com`)
      await page.getByRole('button', { name: 'Create invitations' }).click()
      const links = page.getByRole('dialog', { name: '1 invitation link' })
      await expect(links).toBeVisible()
      await expectAccessible(page, 'the links')
      const link = await links.getByRole('textbox').inputValue()
      await links.getByRole('button', { name: 'Done' }).click()
      await page.getByRole('combobox', { name: 'Role of Ed Editor' }).click()
      await expect(page.getByRole('listbox')).toBeVisible()
      await expectAccessible(page, 'choosing a role')

      await visit(page, link)
      await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible()
      await expectAccessible(page, 'an invitation of somebody else')
      const context = await browser.newContext({
        colorScheme,
        reducedMotion: 'reduce',
        storageState: { cookies: [], origins: [] },
      })
      const newcomer = await context.newPage()
      await visit(newcomer, link)
      await newcomer.getByRole('button', { name: 'Create account and join' }).click()
      await expect(newcomer.getByText('Enter a name.')).toBeVisible()
      await expectAccessible(newcomer, 'joining with errors')
      await visit(newcomer, '/invite/inv_never')
      await expect(newcomer.getByText('This invitation is no longer valid')).toBeVisible()
      await expectAccessible(newcomer, 'an invitation that ended')
      await context.close()
    })

    test('of the audit log and of what was deleted', async ({ page, api }) => {
      const endpoint = await api.createEndpoint({ baseUrl: 'https://api.example.com/v1' })
      await api.updateEndpoint(endpoint.id, { version: 1, description: 'Seen by all' })
      await api.deleteEndpoint(endpoint.id)
      await expectAccessiblePages(page, {
        'audit-log': endpoint.name,
        'audit-log?object=no-such-thing': 'No entry matches these filters',
        'settings/deleted': endpoint.name,
      })
      await visit(page, `/demo/audit-log?object=${endpoint.id}&action=endpoint.updated`)
      await page.getByRole('button', { name: /^Show details/ }).click()
      await expect(page.getByText('Seen by all')).toBeVisible()
      await expectAccessible(page, 'the details of an entry')
      await page.getByRole('combobox', { name: 'Action' }).click()
      await expect(page.getByRole('option', { name: 'Endpoint restored' })).toBeVisible()
      await expectAccessible(page, 'the list of actions')
    })

    test('of the inspector', async ({ page, api, editor }) => {
      const flow = await newFlow(api)
      await editor.open(flow.id)
      await expectAccessible(page, 'nothing selected')
      await editor.toolbar.getByRole('button', { name: 'List of steps' }).click()
      await expect(page.getByRole('list', { name: 'Steps of the flow' })).toBeVisible()
      await expectAccessible(page, 'list of steps')
      await editor.toolbar.getByRole('button', { name: 'List of steps' }).click()

      for (const step of ['Start', 'Call the API', 'Gave up']) {
        await editor.step(step).click()
        await expect(editor.inspector.getByLabel('Name of this step')).toHaveValue(step)
        await expectAccessible(page, `inspector of ${step}`)
      }
      await editor.step('Call the API').click()
      for (const tab of ['Data', 'Last run', 'Request preview', 'Configure']) {
        await editor.inspector.getByRole('tab', { name: tab }).click()
        await expectAccessible(page, `tab ${tab}`)
      }
      await editor.step('Gave up').click()
      await editor.inspector.getByRole('tab', { name: 'Data' }).click()
      await editor.inspector.getByRole('button', { name: 'Paste a sample' }).click()
      await expect(page.getByRole('dialog', { name: 'Sample of “Call the API”' })).toBeVisible()
      await expectAccessible(page, 'pasting a sample')
    })

    test('of what opens over the canvas', async ({ page, api, editor }) => {
      const flow = await newFlow(api)
      await editor.open(flow.id, '?step=call')
      await editor.inspector.getByRole('button', { name: 'Add', exact: true }).click()
      await expect(page.getByRole('dialog', { name: 'New endpoint' })).toBeVisible()
      await expectAccessible(page, 'endpoint dialog')
      // What is announced meanwhile is heard, although the page behind the dialog is hidden.
      const announcements = page.locator('#announce-polite, #announce-assertive')
      await expect(announcements).toHaveCount(2)
      await expect(announcements.and(page.locator('[aria-hidden=true], [aria-hidden=true] *'))).toHaveCount(0)
      await page.keyboard.press('Escape')
      await expect(page.getByRole('dialog')).toHaveCount(0)

      await editor.toolbar.getByRole('button', { name: 'Add step' }).click()
      await expect(page.getByRole('dialog', { name: 'Add step' })).toBeVisible()
      await expectAccessible(page, 'step picker')
      await page.keyboard.press('Escape')
      await expect(page.getByRole('dialog')).toHaveCount(0)

      await editor.openEndpoints()
      await expect(page.getByRole('dialog').getByText('Demo API', { exact: true })).toBeVisible()
      await expectAccessible(page, 'resources drawer')
    })

    test('of a failure that a toast tells', async ({ page, api }) => {
      const flow = await newFlow(api)
      await visit(page, `/demo/flows?search=${encodeURIComponent(flow.name)}`)
      await page.route(/\/demo\/flows\?/, (route) =>
        route.request().method() === 'POST' ? route.abort() : route.continue(),
      )
      await page.getByRole('button', { name: `Actions for ${flow.name}` }).click()
      await page.getByRole('menuitem', { name: 'Duplicate' }).click()
      const failure = 'Couldn’t duplicate the flow'
      const toast = page.getByRole('region', { name: 'Notifications' }).getByRole('dialog', { name: failure })
      await expect(toast).toBeVisible()
      await expectAccessible(page, 'a danger toast')
      // Announced once: the toast itself is in a region that is read politely.
      await expect(page.getByRole('alert').filter({ hasText: failure })).toHaveCount(1)
      await expect(toast).toHaveAttribute('aria-live', 'off')
    })

    test('of the run panel', async ({ page, api, editor }) => {
      const flow = await newFlow(api)
      await editor.open(flow.id)
      await editor.run('Succeeded')
      await editor.ranStep('Call the API').click()
      for (const tab of ['Response', 'Request', 'Timing', 'Input']) {
        await editor.runPanel.getByRole('tab', { name: tab }).click()
        await expectAccessible(page, `run panel, ${tab}`)
      }
      await editor.runPanel.getByRole('button', { name: 'Run history' }).click()
      await expect(editor.runPanel.getByRole('table', { name: 'Runs of this flow' })).toBeVisible()
      await expectAccessible(page, 'run history')
    })
  })
}

async function newFlow(api: Api): Promise<Flow> {
  const { id: endpointId } = await api.demoEndpoint()
  return api.createFlow('Edited by all', flowWithCall({ endpointId, path: '/orders' }))
}

/** Looks at each page of the organization when it shows the given text. */
async function expectAccessiblePages(page: Page, shows: Record<string, string>): Promise<void> {
  for (const [path, text] of Object.entries(shows)) {
    await visit(page, `/demo/${path}`)
    await expect(page.getByText(text).filter({ visible: true }).first()).toBeVisible()
    await expectAccessible(page, path)
  }
}
