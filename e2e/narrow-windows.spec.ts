import { blankDefinition } from '@/lib/flows/new-flow'
import type { FlowDefinition } from '@/lib/flows/schema'
import type { Page } from '@playwright/test'
import { flowWithCall } from './fixtures/definitions'
import { expect, test } from './fixtures/test'
import { visit } from './fixtures/visit'

const long = 'of the customs declarations and shipping labels for everywhere'

for (const width of [390, 800, 1024]) {
  test.describe(`${width} px wide`, () => {
    test.use({ viewport: { width, height: 800 } })

    test('lists show everything without scrolling sideways', async ({ page, api }) => {
      const endpoint = await api.createEndpoint({
        name: `API ${long}`,
        description: `The API ${long}`,
        baseUrl: 'https://a-very-long-name.of-a-host.somewhere.example.com/api/public/rest/v12',
      })
      const flow = await api.createFlow(`Flow ${long}`, flowWithCall({ endpointId: endpoint.id }))
      await api.runDraft(flow.id)

      await visit(page, `/demo/endpoints?search=${endpoint.name.slice(-8)}`)
      await expect(page.getByRole('link', { name: endpoint.name })).toBeVisible()
      await expect(page.getByRole('button', { name: `Actions for ${endpoint.name}` })).toBeInViewport({
        ratio: 1,
      })
      await expectNothingBeside(page)

      await visit(page, `/demo/flows?search=${flow.name.slice(-8)}`)
      await expect(page.getByRole('link', { name: flow.name })).toBeVisible()
      await expect(page.getByRole('button', { name: `Actions for ${flow.name}` })).toBeInViewport({
        ratio: 1,
      })
      await expectNothingBeside(page)

      await visit(page, `/demo/runs?flow=${flow.id}`)
      await expect(page.getByRole('link', { name: flow.name })).toBeVisible()
      await expectNothingBeside(page)
    })
  })
}

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 800 } })

  test('the list of steps shows the chosen step', async ({ page, api, editor }) => {
    const flow = await api.createFlow('Long', chainOf(8))
    const run = await api.runDraft(flow.id)
    const shown = `/demo/flows/${flow.id}?run=${run.id}&panel=run`
    await visit(page, shown)
    await expect(editor.ranStep('Set 8')).toBeInViewport({ ratio: 1 })
    await visit(page, `${shown}&step=set_5`)
    await expect(editor.ranStep('Set 5')).toBeInViewport({ ratio: 1 })
  })
})

test('the form of an endpoint shows its settings before its script is there', async ({ page, api }) => {
  const endpoint = await api.createEndpoint({
    baseUrl: 'https://api.example.com/v1',
    description: 'Invoices',
    defaultHeaders: [{ name: 'X-Version', value: 'seven' }],
  })
  const html = await (await page.request.get(`/demo/endpoints/${endpoint.id}`)).text()
  for (const value of [endpoint.name, 'https://api.example.com/v1', 'X-Version', 'seven']) {
    expect(html).toContain(`value="${value}"`)
  }
  expect(html).toMatch(/<textarea[^>]*>Invoices</)
})

/** Start, and so many steps behind it. */
function chainOf(length: number): FlowDefinition {
  const steps = Array.from({ length }, (_, index) => ({
    id: `set_${index + 1}`,
    type: 'setVariables' as const,
    position: { x: 320 * (index + 1), y: 0 },
    data: { key: `set_${index + 1}`, label: `Set ${index + 1}`, variables: [] },
  }))
  const nodes = [...blankDefinition().nodes.filter(({ type }) => type === 'start'), ...steps]
  const edges = steps.map(({ id }, index) => ({
    id: `e${index}`,
    source: nodes[index]!.id,
    sourceHandle: 'next',
    target: id,
  }))
  return { nodes, edges }
}

/** Neither the page nor anything in it has to be scrolled sideways to be seen. */
async function expectNothingBeside(page: Page): Promise<void> {
  const beside = await page.evaluate(() =>
    [document.documentElement, ...document.querySelectorAll('main *')]
      .filter((element) => element.scrollWidth > element.clientWidth && element.checkVisibility())
      .filter(
        (element) =>
          element === document.documentElement ||
          ['auto', 'scroll'].includes(getComputedStyle(element).overflowX),
      )
      .map((element) => element.outerHTML.slice(0, 200)),
  )
  expect(beside).toEqual([])
}
