import { randomBytes } from 'node:crypto'
import type { Browser, Page } from '@playwright/test'
import { unique } from './fixtures/api'
import { flowWithCall } from './fixtures/definitions'
import { expectAccessible } from './fixtures/expect-accessible'
import { expect, test } from './fixtures/test'
import { visit } from './fixtures/visit'
import { admin, statePath } from './support/accounts'

const newPassword = () => randomBytes(12).toString('base64url')

test.describe('settings of an organization of their own', () => {
  test.use({ storageState: { cookies: [], origins: [] } })

  test('an admin renames it, and the window says so at once', async ({ page }) => {
    const { org, slug } = await newAdmin(page)
    await page.getByRole('link', { name: 'Settings' }).click()
    await expect(page).toHaveTitle(`Settings · ${org}`)
    const main = page.getByRole('main')
    await expect(main).toContainText(`Addresses keep starting with /${slug}`)
    await expect(main).toContainText('30 days after they ended')
    await expect(main).toContainText('Flows may call public addresses over https and http')
    await expect(main).toContainText(/Exceptions127\.0\.0\.1:\d+/)

    const name = main.getByLabel('Name')
    await name.fill('  ')
    await page.getByRole('button', { name: 'Save name' }).click()
    await expect(main.getByText('Enter a name.')).toBeVisible()
    await expect(name).toBeFocused()

    const renamed = unique('Renamed')
    await name.fill(renamed)
    await page.getByRole('link', { name: 'API tokens' }).click()
    await expect(page.getByRole('alertdialog', { name: 'Discard changes?' })).toBeVisible()
    await page.getByRole('button', { name: 'Keep editing' }).click()
    await name.press('Enter')
    await expect(page.getByText('Organization renamed')).toBeVisible()
    await expect(page.getByRole('complementary', { name: 'Sidebar' })).toContainText(renamed)
    await expect(page).toHaveTitle(`Settings · ${renamed}`)
    expect(new URL(page.url()).pathname).toBe(`/${slug}/settings`)
    // The operator finds it by either name.
    for (const text of [org, renamed]) {
      expect(await admin('token', 'list', '--org', text)).toMatchObject({ organization: slug })
    }
  })

  test('a token is shown once, works, and is refused once it is revoked', async ({ page, context }) => {
    const { slug } = await newAdmin(page)
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    await visit(page, `/${slug}/settings`)
    await page.getByRole('link', { name: 'API tokens' }).click()
    await expect(page.getByText('No API tokens yet')).toBeVisible()
    await page.goBack()
    await expect(page.getByText('Set by your operator')).toBeVisible()
    await page.goForward()
    await expect(page.getByRole('link', { name: 'Read the API reference' })).toHaveAttribute(
      'href',
      '/docs/api',
    )

    const name = unique('Nightly')
    await page.getByRole('button', { name: 'New token' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Name').fill(name)
    await page.keyboard.press('Escape')
    await page.getByRole('alertdialog', { name: 'Discard changes?' }).getByRole('button').first().click()
    await dialog.getByRole('button', { name: 'Create token' }).click()
    await expect(dialog.getByRole('button', { name: 'Copy token' })).toBeFocused()
    const token = await dialog.getByText(/^slc_[\w-]{43}$/).innerText()
    await expect(dialog.getByRole('region', { name: 'Example with curl' })).toContainText(
      `Authorization: Bearer ${token}`,
    )

    await page.keyboard.press('Escape')
    const question = page.getByRole('alertdialog', { name: 'Close without copying the token?' })
    await question.getByRole('button', { name: 'Keep it open' }).click()
    await dialog.getByRole('button', { name: 'Copy token' }).click()
    await expect(dialog.getByRole('button', { name: 'Copied' })).toBeVisible()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(token)
    await dialog.getByRole('button', { name: 'Done' }).click()
    await expect(page.getByText('It is gone from here and can’t be shown again.')).toBeVisible()
    await expect(page.getByRole('dialog', { name })).toHaveCount(0)
    await expect(page.getByRole('button', { name: 'New token' })).toBeFocused()
    const row = page.getByRole('row', { name: new RegExp(name) })
    await expect(row).toContainText('Viewer')
    await expect(row).toContainText('Ada Admin')
    await visit(page, `/${slug}/settings/tokens`)
    await expect(row).toBeVisible()
    expect(await page.content()).not.toContain(token)

    const ask = () => page.request.get('/api/v1/flows', { headers: { authorization: `Bearer ${token}` } })
    expect((await ask()).status()).toBe(200)
    await row.getByRole('button', { name: `Revoke ${name}` }).click()
    await page
      .getByRole('alertdialog', { name: `Revoke “${name}”?` })
      .getByRole('button', { name: 'Revoke token' })
      .click()
    await expect(page.getByText('No API tokens yet')).toBeVisible()
    await expect(page.getByRole('button', { name: 'New token' })).toBeFocused()
    expect((await ask()).status()).toBe(401)
  })

  test('another password ends every session but this one, whose cookie is new', async ({ page, browser }) => {
    const { slug, email, password } = await newAdmin(page)
    const elsewhere = await newPage(browser)
    await signInAs(elsewhere, email, password)
    await visit(page, `/${slug}/settings/account`)
    await expect(page.getByText('Besides here you are signed in in 1 browser.')).toBeVisible()
    const stolen = await stateOf(page)

    const next = newPassword()
    const main = page.getByRole('main')
    const current = main.getByLabel('Current password', { exact: true })
    await current.fill('not the password')
    await main.getByLabel('New password', { exact: true }).fill(next)
    await page.getByRole('button', { name: 'Change password' }).click()
    await expect(main.getByText('This is not your current password.')).toBeVisible()
    await expect(current).toBeFocused()
    await current.fill(password)
    await page.getByRole('button', { name: 'Change password' }).click()
    await expect(page.getByText('Password changed')).toBeVisible()
    await expect(current).toHaveValue('')
    await expect(page.getByText('You are signed in nowhere else.')).toBeVisible()

    await page.reload()
    await expect(current).toBeVisible()
    const thief = await newPage(browser, stolen)
    for (const signedOut of [elsewhere, thief]) {
      await signedOut.goto(`/${slug}/dashboard`)
      await expect(signedOut.getByRole('heading', { name: 'Sign in' })).toBeVisible()
    }
    await signInAs(elsewhere, email, next)

    await visit(page, `/${slug}/settings/account`)
    await page.getByRole('button', { name: 'Sign out everywhere else' }).click()
    await expect(page.getByText('That was 1 browser.')).toBeVisible()
    await elsewhere.reload()
    await expect(elsewhere.getByRole('heading', { name: 'Sign in' })).toBeVisible()

    await main.getByLabel('Name').fill('Ada Lovelace')
    await page.getByRole('button', { name: 'Save name' }).click()
    await expect(page.getByRole('button', { name: 'Account: Ada Lovelace' })).toBeVisible()
    await elsewhere.context().close()
    await thief.context().close()
  })

  test('the checklist comes back that was hidden', async ({ page }) => {
    const { slug } = await newAdmin(page)
    await page.getByRole('button', { name: 'Hide checklist' }).click()
    await visit(page, `/${slug}/settings/appearance`)
    await page.getByRole('button', { name: 'Show the checklist again' }).click()
    const back = page.getByRole('link', { name: 'Open the dashboard' })
    await expect(back).toBeFocused()
    await back.click()
    await expect(page.getByRole('button', { name: 'Hide checklist' })).toBeVisible()
  })
})

test('what is chosen for this device holds: theme, motion and single keys', async ({ page, api, editor }) => {
  await visit(page, '/demo/settings/appearance')
  await page.getByRole('radiogroup', { name: 'Theme' }).getByRole('radio', { name: 'Dark' }).click()
  await expect(page.locator('html')).toHaveClass(/\bdark\b/)
  await page.getByRole('radio', { name: 'Reduce' }).click()
  await page.getByRole('switch', { name: 'Single-key shortcuts' }).click()
  await page.reload()
  await expect(page.getByRole('radio', { name: 'Dark' })).toBeChecked()
  await expect(page.getByRole('radio', { name: 'Reduce' })).toBeChecked()
  await expect(page.locator('html')).toHaveClass(/\bdark\b/)
  const durations = () =>
    page.getByRole('switch').evaluate((element) => getComputedStyle(element).transitionDuration)
  await expect.poll(durations).toBe('0s')

  const { id: endpointId } = await api.demoEndpoint()
  const flow = await api.createFlow('Without single keys', flowWithCall({ endpointId, path: '/echo' }))
  await editor.open(flow.id)
  await editor.step('Call the API').click()
  const dialogs = page.getByRole('dialog')
  for (const key of ['a', '/', 'c', '?']) await page.keyboard.press(key)
  // What writes nothing still works, and comes after the others.
  await page.keyboard.press('Home')
  await expect(editor.inspector.getByLabel('Name of this step')).toHaveValue('Start')
  await expect(dialogs).toHaveCount(0)
  await expect(editor.canvas).toHaveAccessibleDescription(/^Press Tab/)

  await editor.toolbar.getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: 'Keyboard shortcuts' }).click()
  await expect(dialogs.getByText('Connect the step')).toHaveCount(0)
  await dialogs.getByRole('switch', { name: 'Single-key shortcuts' }).click()
  await expect(dialogs.getByText('Connect the step')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(dialogs).toHaveCount(0)
  await editor.step('Call the API').click()
  await page.keyboard.press('a')
  await expect(page.getByRole('dialog', { name: 'Add step' })).toBeVisible()
})

test.describe('a viewer', () => {
  test.use({ storageState: statePath('viewer') })

  test('reads what is not theirs to change, and why', async ({ page }) => {
    await visit(page, '/demo/settings')
    await expect(page.getByLabel('Name')).not.toBeEditable()
    const save = page.getByRole('button', { name: 'Save name' })
    await expect(save).toBeDisabled()
    await expect(save).toHaveAccessibleDescription('Only admins can change the organization. Ask Admin.')
    await expect(page.getByText('Only admins can see the exceptions. Ask Admin.')).toBeVisible()
    expect(await page.content()).not.toContain('127.0.0.1')

    await page.getByRole('link', { name: 'API tokens' }).click()
    await expect(
      page.getByRole('heading', { name: 'Only admins can see and change API tokens. Ask Admin.' }),
    ).toBeVisible()
    await expect(page.getByRole('button', { name: 'New token' })).toBeDisabled()
    expect((await page.request.get('/api/organizations/demo/tokens')).status()).toBe(403)
    expect((await page.request.get('/api/organizations/other/tokens')).status()).toBe(404)
    // Another site's page that has the cookies is no door either.
    const foreign = await page.request.post('/api/organizations/demo/account/password', {
      headers: { origin: 'https://elsewhere.example' },
      data: { currentPassword: 'whatever', newPassword: newPassword() },
    })
    expect(foreign.status()).toBe(403)

    await page.getByRole('link', { name: 'Account' }).click()
    await expect(page.getByRole('button', { name: 'Change password' })).toBeEnabled()
  })
})

for (const [colorScheme, width] of [
  ['light', 1440],
  ['dark', 390],
] as const) {
  test.describe(`nobody is shut out of the settings, ${colorScheme}`, () => {
    test.use({ colorScheme, contextOptions: { reducedMotion: 'reduce' } })

    test(`${width} px wide`, async ({ page }) => {
      await page.setViewportSize({ width, height: 900 })
      for (const [path, text] of [
        ['', 'Set by your operator'],
        ['/tokens', 'End-to-end tests'],
        ['/account', 'Change password'],
        ['/appearance', 'Single-key shortcuts'],
      ] as const) {
        await visit(page, `/demo/settings${path}`)
        await expect(page.getByText(text).filter({ visible: true }).first()).toBeVisible()
        await expectAccessible(page, path)
      }
      await visit(page, '/demo/settings/tokens')
      await page.getByRole('button', { name: 'New token' }).click()
      await page.getByRole('button', { name: 'Create token' }).click()
      await expect(page.getByText('Enter a name.')).toBeVisible()
      await expectAccessible(page, 'new token')
      await page.getByRole('dialog').getByLabel('Name').fill(unique('Accessible'))
      await page.getByRole('button', { name: 'Create token' }).click()
      await expect(page.getByRole('button', { name: 'Copy token' })).toBeVisible()
      await expectAccessible(page, 'the token')
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: 'Close anyway' }).click()
      await expect(page.getByRole('dialog', { name: /^Token “/ })).toHaveCount(0)
      await page
        .getByRole('button', { name: /^Revoke Accessible/ })
        .filter({ visible: true })
        .first()
        .click()
      await expect(page.getByRole('alertdialog')).toBeVisible()
      await expectAccessible(page, 'revoking')
    })
  })
}

/** Makes an organization with one admin, who is signed in on the page. */
async function newAdmin(page: Page) {
  const org = unique('Settings')
  const email = `${org.toLowerCase().replace(' ', '-')}@example.com`
  const password = newPassword()
  const made = await admin(
    ...['user', 'create', '--org', org, '--role', 'admin', '--name', 'Ada Admin'],
    ...['--email', email, '--password', password],
  )
  await signInAs(page, email, password)
  return { org, slug: String(made.organization), email, password }
}

async function signInAs(page: Page, email: string, password: string): Promise<void> {
  await visit(page, '/sign-in')
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('heading', { name: 'Dashboard' })).toBeVisible()
}

async function newPage(browser: Browser, storageState?: Awaited<ReturnType<typeof stateOf>>): Promise<Page> {
  const context = await browser.newContext({ storageState: storageState ?? { cookies: [], origins: [] } })
  return context.newPage()
}

function stateOf(page: Page) {
  return page.context().storageState()
}
