import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { type Api, newSecret, unique } from './fixtures/api'
import { flowWithCall } from './fixtures/definitions'
import { endpointForm } from './fixtures/endpoint-form'
import { createFlowEditor } from './fixtures/flow-editor'
import { expect, test } from './fixtures/test'
import { visit } from './fixtures/visit'
import { statePath } from './support/accounts'
import { dumpDatabase } from './support/dump-database'
import { environment } from './support/environment'
import { receivedResponses } from './support/received-responses'

type Kind = {
  what: string
  card: string
  /** The labels of its secret fields. */
  fields: string[]
  /** The button that opens them again. */
  replace: string
  /** What the API is to receive. */
  authorization: (secrets: string[]) => string
}

const kinds: Kind[] = [
  {
    what: 'a bearer token',
    card: 'Bearer token',
    fields: ['Token'],
    replace: 'Replace token',
    authorization: ([token]) => `Bearer ${token}`,
  },
  {
    what: 'an API key',
    card: 'API key',
    fields: ['Key'],
    replace: 'Replace key',
    authorization: ([key = '']) => key,
  },
  {
    what: 'a user name with its password',
    card: 'Basic',
    fields: ['User name', 'Password'],
    replace: 'Replace user name and password',
    authorization: (pair) => `Basic ${base64(pair.join(':'))}`,
  },
]

for (const { what, card, fields, replace, authorization } of kinds) {
  test(`${what} and a secret header go in, and nowhere come out`, async ({ browser, api, target }, info) => {
    const har = info.outputPath('received.har')
    const context = await browser.newContext({
      storageState: statePath('admin'),
      recordHar: { path: har, content: 'embed' },
    })
    const page = await context.newPage()
    const main = page.getByRole('main')
    const form = endpointForm(main)
    const name = unique('Keeper')
    const pages: string[] = []
    const look = async () => pages.push(await page.content())
    const first = { credential: fields.map(newSecret), header: newSecret() }
    const second = { credential: fields.map(newSecret), header: newSecret() }
    const enter = async ({ credential, header }: typeof first) => {
      for (const [index, field] of fields.entries()) {
        await main.getByLabel(field, { exact: true }).fill(credential[index] ?? '')
      }
      await main.getByLabel('Header 1 value').fill(header)
    }
    const saved = main.getByText(/^Saved · set by Admin/)

    await visit(page, '/demo/endpoints/new')
    await form.name.fill(name)
    await form.baseUrl.fill(target.origin)
    await main.getByRole('radio', { name: card }).click()
    await main.getByRole('button', { name: 'Add header' }).click()
    await main.getByLabel('Header 1 name').fill('X-Partner')
    await main.getByRole('button', { name: 'Keep X-Partner secret' }).click()
    await enter(first)
    await form.test('/unsaved')
    await form.testPassed()
    await form.save('Endpoint created')
    await expect(page.getByRole('heading', { name })).toBeVisible()
    await expect(saved).toHaveCount(2)
    await look()

    await main.getByRole('button', { name: replace }).click()
    await main.getByRole('button', { name: 'Replace value of X-Partner' }).click()
    await enter(second)
    await form.save('Endpoint saved')
    await expect(saved).toHaveCount(2)
    await form.test('/saved')
    await form.testPassed()
    await look()

    const endpointId = new URL(page.url()).pathname.split('/').at(-1) ?? ''
    const flow = await api.createFlow('Tells all', flowWithCall({ endpointId, path: '/run' }))
    const editor = createFlowEditor(page)
    await editor.open(flow.id)
    await editor.run('Succeeded')
    await editor.ranStep('Call the API').click()
    await expect(editor.runPanel.getByRole('region', { name: 'Response body' })).toContainText('[REDACTED]')
    await look()
    await editor.runPanel.getByRole('tab', { name: 'Request' }).click()
    await expect(editor.runPanel.getByRole('row', { name: /^x-partner/i })).toContainText('[REDACTED]')
    await look()
    const runId = new URL(page.url()).searchParams.get('run') ?? ''
    await visitAll(page, look, {
      [`endpoints/${endpointId}?tab=usage`]: flow.name,
      [`endpoints/${endpointId}?tab=activity`]: 'replaced the header x-partner',
      [`endpoints?search=${name}`]: name,
      dashboard: 'Recent runs',
      [`flows?search=${flow.name}`]: flow.name,
      [`flows/${flow.id}?step=call`]: name,
      [`runs?flow=${flow.id}`]: flow.name,
    })
    await context.close()

    // The guard of this test: the secrets were in use, each at its time.
    const sent = ({ credential, header }: typeof first) => [authorization(credential), header]
    expect(
      target.received.map(({ url, headers }) => [url, headers.authorization, headers['x-partner']]),
    ).toEqual([
      ['/unsaved', ...sent(first)],
      ['/saved', ...sent(second)],
      ['/run', ...sent(second)],
    ])
    const secrets = [first, second].flatMap(({ credential, header }) => [...credential, header])
    const places: Record<string, string> = {
      ...Object.fromEntries(pages.map((html, index) => [`page ${index + 1}`, html])),
      ...Object.fromEntries(
        receivedResponses(har).map(({ url, text }, index) => [`response ${index}: ${url}`, text]),
      ),
      ...(await restAnswers(api, { endpointId, flowId: flow.id, runId })),
      database: await dumpDatabase(),
      log: readFileSync(environment.logPath, 'utf8'),
      'log of the database': readFileSync(join(environment.dataDir, 'postgres', 'server.log'), 'utf8'),
    }
    expect(Object.keys(places).filter((place) => holdsAny(places[place] ?? '', secrets))).toEqual([])
    // And that what was searched is what it is called.
    for (const place of ['page 1', 'endpoint', 'endpoints', 'database']) expect(places[place]).toContain(name)
    for (const place of ['run', 'database']) expect(places[place]).toContain('[REDACTED]')
    expect(places.log).toContain('Sluice is ready')
    const responses = Object.keys(places).filter((place) => place.startsWith('response'))
    expect(responses.filter((place) => places[place]?.includes(name)).length).toBeGreaterThan(5)
  })
}

/** Opens each page of the organization and looks at it when it shows the given text. */
async function visitAll(page: Page, look: () => Promise<unknown>, shows: Record<string, string>) {
  for (const [path, text] of Object.entries(shows)) {
    await visit(page, `/demo/${path}`)
    await expect(page.getByRole('main').getByText(text).first()).toBeVisible()
    await look()
  }
}

async function restAnswers(api: Api, ids: { endpointId: string; flowId: string; runId: string }) {
  const paths = {
    endpoint: `/endpoints/${ids.endpointId}`,
    endpoints: '/endpoints?limit=200',
    usage: `/endpoints/${ids.endpointId}/usage`,
    flow: `/flows/${ids.flowId}`,
    run: `/runs/${ids.runId}`,
    runs: '/runs?limit=200',
  }
  const answers: Record<string, string> = {}
  for (const [name, path] of Object.entries(paths)) answers[name] = await (await api.get(path)).text()
  return answers
}

/** As they are, in part, and in the forms that headers and dumps may give them. */
function holdsAny(text: string, secrets: string[]): boolean {
  return secrets.some((secret) =>
    [
      secret.slice(4, 20),
      base64(secret).slice(0, 40),
      base64(`${secret}:`).slice(0, 40),
      Buffer.from(secret).toString('hex'),
    ].some((form) => text.includes(form)),
  )
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64')
}
