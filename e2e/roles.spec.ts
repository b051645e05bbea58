import { randomUUID } from 'node:crypto'
import type { Locator, Page } from '@playwright/test'
import { unique } from './fixtures/api'
import { flowWithCall } from './fixtures/definitions'
import { endpointForm } from './fixtures/endpoint-form'
import { expect, test } from './fixtures/test'
import { visit } from './fixtures/visit'
import { statePath } from './support/accounts'
import { environment } from './support/environment'

const { baseURL } = environment
const origin = { origin: baseURL }
const confidential = {
  method: 'POST' as const,
  path: '/echo?note=for+those+who+may+read+bodies',
  headers: [{ name: 'X-Note', value: 'for those who may read bodies' }],
  body: { type: 'text' as const, content: 'for those who may read bodies' },
}
const notFound = 'We can’t find that, or you don’t have access to it.'

test.describe('an editor', () => {
  test.use({ storageState: statePath('editor') })

  test('uses endpoints and sees why they can’t be changed', async ({ page, api, editor, target }) => {
    const endpoint = await api.createEndpoint({ baseUrl: target.origin })
    const flow = await api.createFlow('An editor’s', flowWithCall({ endpointId: endpoint.id }))
    await visit(page, `/demo/endpoints?search=${endpoint.name}`)
    await expectRefused(page.getByRole('button', { name: 'New endpoint' }), 'Only admins can add endpoints.')
    await page
      .getByRole('button', { name: `Actions for ${endpoint.name}` })
      .first()
      .click()
    for (const [action, reason] of [
      ['Duplicate', 'Only admins can duplicate endpoints. Ask Admin.'],
      ['Delete', 'Only admins can delete endpoints. Ask Admin.'],
    ] as const) {
      const item = page.getByRole('menuitem', { name: action })
      await expect(item).toBeDisabled()
      await expect(item).toContainText(reason)
    }
    await visit(page, '/demo/endpoints/new')
    await expect(
      page.getByRole('heading', { name: 'Only admins can add endpoints. Ask Admin.' }),
    ).toBeVisible()
    await visit(page, `/demo/endpoints/${endpoint.id}`)
    await expect(page.getByRole('main')).toContainText('Only admins can change endpoints. Ask Admin.')
    await expect(page.getByRole('button', { name: 'Save' })).toHaveCount(0)
    const form = endpointForm(page.getByRole('main'))
    await form.test('/as-saved')
    await form.testPassed()

    await editor.open(flow.id, '?step=call')
    await expectRefused(
      editor.inspector.getByRole('button', { name: 'Add', exact: true }),
      'Only admins can add endpoints. Ask Admin.',
    )
    await editor.run('Succeeded')
  })

  test('is refused by the server too', async ({ page, api, browser, target }) => {
    const settings = { name: unique('Smuggled'), baseUrl: target.origin }
    const tested = await page.request.post('/api/organizations/demo/endpoints/test', {
      headers: origin,
      data: { source: 'form', endpoint: settings, method: 'GET', path: '' },
    })
    expect(tested.status()).toBe(403)
    expect(await tested.json()).toMatchObject({ code: 'forbidden', message: 'Only admins can do that.' })

    // What an admin's browser sends to create an endpoint, sent by the editor's under another name.
    const admin = await browser.newContext({ storageState: statePath('admin') })
    const action = await actionOfCreating(await admin.newPage(), target.origin)
    await admin.close()
    const name = unique('Smuggled')
    const replayed = await page.request.post(action.url, {
      headers: action.headers,
      data: action.body.replace(action.name, name),
    })
    expect(await replayed.text()).toContain('"code":"forbidden"')
    const found = await api.get(`/endpoints?search=${encodeURIComponent(name)}`)
    expect(await found.json()).toEqual({ data: [], nextCursor: null })
    expect(target.received).toEqual([])
  })
})

test.describe('a viewer', () => {
  test.use({ storageState: statePath('viewer') })

  test('looks at flows and runs, and sees why nothing more', async ({ page, api, editor, target }) => {
    const endpoint = await api.createEndpoint({ baseUrl: target.origin })
    const flow = await api.createFlow(
      'A viewer’s',
      flowWithCall({ endpointId: endpoint.id, ...confidential }),
    )
    const run = await api.runDraft(flow.id)
    await visit(page, '/demo/flows')
    await expectRefused(
      page.getByRole('button', { name: 'New flow' }),
      'Only editors and admins can create flows.',
    )

    await editor.open(flow.id, '?step=call')
    const banner = page.getByRole('status').filter({ hasText: 'Only editors and admins can change flows.' })
    await expect(banner).toBeVisible()
    await expectRefused(
      editor.toolbar.getByRole('button', { name: 'Run flow' }),
      'Only editors and admins can run flows. Ask Admin.',
    )
    await expect(editor.inspector.getByLabel('Path')).not.toBeEditable()

    await visit(page, `/demo/flows/${flow.id}?run=${run.id}&viewing=true&panel=run`)
    await editor.ranStep('Call the API').click()
    await expect(editor.runPanel).toContainText(
      'Only editors and admins can see what runs sent and received.',
    )
    await expect(editor.runPanel.getByRole('region', { name: 'Response body' })).toHaveCount(0)
  })

  test('is refused by the server too', async ({ page, api, target }) => {
    const endpoint = await api.createEndpoint({ baseUrl: target.origin })
    const flow = await api.createFlow('Watched', flowWithCall({ endpointId: endpoint.id, ...confidential }))
    const run = await api.runDraft(flow.id)
    expect(JSON.stringify(run)).toContain(confidential.body.content)
    const calls = target.received.length

    const started = await page.request.post(`/api/organizations/demo/flows/${flow.id}/runs`, {
      headers: origin,
      data: { input: {}, stage: 'draft' },
    })
    expect(started.status()).toBe(403)
    const tested = await page.request.post('/api/organizations/demo/endpoints/test', {
      headers: origin,
      data: { source: 'saved', id: endpoint.id, method: 'GET', path: '' },
    })
    expect(tested.status()).toBe(403)
    expect(target.received.length).toBe(calls)

    const seen = await page.request.get(`/api/organizations/demo/runs/${run.id}`)
    expect(seen.status()).toBe(200)
    expect(await seen.text()).not.toMatch(/may.read.bodies/)
    expect(await seen.json()).toMatchObject({ id: run.id, input: null, output: null })
  })
})

test.describe('somebody of another organization', () => {
  test.use({ storageState: statePath('foreigner') })

  test('finds nothing here, in the words for what never was', async ({ page, api, otherApi, target }) => {
    const endpoint = await api.createEndpoint({ baseUrl: target.origin })
    const flow = await api.createFlow('Not yours', flowWithCall({ endpointId: endpoint.id }))
    for (const path of [
      `/demo/endpoints/${endpoint.id}`,
      `/demo/flows/${flow.id}`,
      '/demo/dashboard',
      `/other/endpoints/${endpoint.id}`,
      `/other/endpoints/${randomUUID()}`,
      `/other/flows/${flow.id}`,
      '/never-was/dashboard',
    ]) {
      await page.goto(path)
      await expect(page.getByText(notFound), path).toBeVisible()
      await expect(page.getByText(endpoint.name)).toHaveCount(0)
    }
    await visit(page, '/other/endpoints')
    await expect(page.getByText('No API endpoints yet')).toBeVisible()

    for (const path of [`endpoints/${endpoint.id}`, `flows/${flow.id}`, 'endpoints', 'flows', 'runs']) {
      const answer = await page.request.get(`/api/organizations/demo/${path}`)
      expect([answer.status(), path]).toEqual([404, path])
    }
    for (const [kind, id] of [
      ['endpoints', endpoint.id],
      ['flows', flow.id],
    ] as const) {
      const [theirs, missing] = [
        await otherApi.get(`/${kind}/${id}`),
        await otherApi.get(`/${kind}/${randomUUID()}`),
      ]
      expect([theirs.status(), missing.status()]).toEqual([404, 404])
      const { requestId: _, ...problem } = (await theirs.json()) as { requestId: string }
      expect(await missing.json()).toMatchObject(problem)
    }
  })
})

/** The control stays in place, doesn't work, and says why to everybody. */
async function expectRefused(control: Locator, reason: string): Promise<void> {
  await expect(control.first()).toBeDisabled()
  await expect(control.first()).toHaveAccessibleDescription(new RegExp(reason.replaceAll('.', '\\.')))
}

/** Creates an endpoint in the browser and notes the action that did it. */
async function actionOfCreating(page: Page, baseUrl: string) {
  const name = unique('Template')
  const form = endpointForm(page.getByRole('main'))
  await visit(page, '/demo/endpoints/new')
  await form.name.fill(name)
  await form.baseUrl.fill(baseUrl)
  const sent = page.waitForRequest((request) => 'next-action' in request.headers())
  await form.save('Endpoint created')
  const request = await sent
  const { cookie: _, ...headers } = request.headers()
  return { url: request.url(), headers: { ...headers, ...origin }, body: request.postData() ?? '', name }
}
