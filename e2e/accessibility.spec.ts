import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { flowWithCall } from './fixtures/definitions'
import { expect, test } from './fixtures/test'
import { visit } from './fixtures/visit'

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa']

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
        await expect(page.getByText('Enter', { exact: false }).first()).toBeVisible()
        await expectAccessible(page)
      })
    })

    test('of the pages', async ({ page, api, target }) => {
      const endpoint = await api.createEndpoint({
        baseUrl: target.origin,
        authentication: { type: 'basic', username: 'somebody', password: 'something' },
        defaultHeaders: [{ name: 'X-Version', value: '7' }],
      })
      const flow = await api.createFlow('Seen by all', flowWithCall({ endpointId: endpoint.id }))
      await api.runDraft(flow.id)
      const { data } = (await (await api.get('/flows?limit=1')).json()) as { data: unknown[] }
      expect(data).toHaveLength(1)
      for (const [path, text] of [
        ['dashboard', 'Runs in 24 h'],
        ['endpoints', endpoint.name],
        ['endpoints?search=no-such-thing', 'No endpoint matches'],
        ['endpoints/new', 'Test connection'],
        [`endpoints/${endpoint.id}`, 'Saved'],
        [`endpoints/${endpoint.id}?tab=usage`, flow.name],
        [`endpoints/${endpoint.id}?tab=activity`, 'created this endpoint'],
        ['flows', flow.name],
        ['flows?new=true', 'Create flow'],
        ['runs', flow.name],
        ['flows/never-was', 'We can’t find that'],
      ] as const) {
        await visit(page, `/demo/${path}`)
        await expect(page.getByText(text).filter({ visible: true }).first()).toBeVisible()
        await expectAccessible(page, path)
      }
      await visit(page, '/demo/endpoints/new')
      await page.getByRole('radio', { name: 'API key' }).click()
      await page.getByRole('button', { name: 'Add header' }).click()
      await page.getByRole('button', { name: 'Save', exact: true }).click()
      await expect(page.getByText('Enter a name.')).toBeVisible()
      await expectAccessible(page, 'the form with its errors')
    })

    test('of the Flow Editor', async ({ page, api, editor, target }) => {
      const endpoint = await api.createEndpoint({ baseUrl: target.origin })
      const flow = await api.createFlow('Edited by all', flowWithCall({ endpointId: endpoint.id }))
      await editor.open(flow.id)
      await expectAccessible(page, 'nothing selected')

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

      await editor.inspector.getByRole('button', { name: 'Add', exact: true }).click()
      await expect(page.getByRole('dialog', { name: 'New endpoint' })).toBeVisible()
      await expectAccessible(page, 'endpoint dialog')
      await page.keyboard.press('Escape')
      await expect(page.getByRole('dialog')).toHaveCount(0)

      await editor.toolbar.getByRole('button', { name: 'Add step' }).click()
      await expect(page.getByRole('dialog', { name: 'Add step' })).toBeVisible()
      await expectAccessible(page, 'step picker')
      await page.keyboard.press('Escape')
      await expect(page.getByRole('dialog')).toHaveCount(0)

      await editor.toolbar.getByRole('button', { name: 'Resources' }).click()
      await page.getByRole('menuitem', { name: 'API Endpoints' }).click()
      await expect(page.getByRole('dialog').getByText(endpoint.name)).toBeVisible()
      await expectAccessible(page, 'resources drawer')
      await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click()

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

async function expectAccessible(page: Page, what = 'the page'): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(rules).analyze()
  const found = violations.map(({ id, nodes }) => ({ id, where: nodes.map(({ html }) => html) }))
  expect.soft(found, what).toEqual([])
}
