import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { startProvider, type TestProvider } from '@/lib/testing/oidc-provider'
import { unique } from './fixtures/api'
import { expectAccessible } from './fixtures/expect-accessible'
import { pressTabTo } from './fixtures/press-tab-to'
import { expect, test } from './fixtures/test'
import { untilListening, visit } from './fixtures/visit'
import { admin, people, statePath } from './support/accounts'
import { environment } from './support/environment'

const { baseURL, logPath, password } = environment
const { port, clientSecret } = environment.provider
const continueName = `Continue with 127.0.0.1:${port}`

test.use({ storageState: { cookies: [], origins: [] } })
// One after another: there is one provider.
test.describe.configure({ mode: 'default' })

let provider: TestProvider
test.beforeEach(async () => {
  const redirectUri = `${baseURL}/api/auth/callback/oidc`
  provider = await startProvider({ port, clientSecret, redirectUri })
})
test.afterEach(() => provider.close())

test('somebody new signs in, and is a member once an admin says so', async ({ page }) => {
  const email = `${unique('new').toLowerCase().replaceAll(' ', '-')}@example.com`
  provider.person = { sub: email, email, email_verified: true, name: 'Noa New' }
  await visit(page, '/')
  await continueAtProvider(page)
  await expect(page.getByRole('heading', { name: 'You are not a member of an organization' })).toBeVisible()
  await expect(page.getByText(`You are signed in as ${email}.`)).toBeVisible()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()

  const member = { email, name: 'Noa New', org: 'Demo', role: 'viewer', password }
  await admin('user', 'create', ...Object.entries(member).flatMap(([name, value]) => [`--${name}`, value]))
  await continueAtProvider(page)
  await expect(page.getByRole('heading', { name: 'Dashboard' })).toBeVisible()
})

test('somebody invited joins without making a password', async ({ page, browser }) => {
  const email = `${unique('sam').toLowerCase().replaceAll(' ', '-')}@example.com`
  provider.person = { sub: email, email, email_verified: true, name: 'Sam Single' }
  const admins = await (await browser.newContext({ storageState: statePath('admin') })).newPage()
  await visit(admins, '/demo/members?invite=true')
  await admins.getByLabel('Email addresses').fill(email)
  await admins.getByRole('button', { name: 'Create invitations' }).click()
  const link = await admins
    .getByRole('dialog', { name: '1 invitation link' })
    .getByRole('textbox')
    .inputValue()
  await admins.context().close()

  await visit(page, link)
  await continueAtProvider(page)
  await page.getByRole('button', { name: 'Join Demo' }).click()
  await expect(page.getByRole('heading', { name: 'Dashboard' })).toBeVisible()
})

test('a member comes to the page they asked for, by keyboard alone', async ({ page }) => {
  const { email } = people.viewer
  provider.person = { sub: 'vi', email: email.toUpperCase(), email_verified: true, name: 'Somebody' }
  await visit(page, '/demo/flows?search=Order')
  await pressTabTo(page.getByRole('button', { name: continueName }))
  await page.keyboard.press('Enter')
  await expect(page).toHaveTitle('Provider')
  await pressTabTo(page.getByRole('button', { name: 'Continue' }))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('link', { name: 'Order lookup' })).toBeVisible()
  expect(new URL(page.url()).search).toBe('?search=Order')
  await page.getByRole('button', { name: 'Account' }).click()
  await expect(page.getByText(email)).toBeVisible()
})

test('whoever can’t be signed in reads why, and can try again', async ({ page }) => {
  provider.person = { sub: unique('sub'), email: people.editor.email, email_verified: false }
  await visit(page, '/sign-in?callbackUrl=/demo/runs')
  const button = page.getByRole('button', { name: continueName })

  // Back from the provider's page, without an answer of either kind.
  await button.click()
  await expect(page).toHaveTitle('Provider')
  await page.goBack()
  await untilListening(page)
  await button.click()
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect(refusal(page)).toContainText('was canceled or refused')

  await continueAtProvider(page)
  await expect(refusal(page)).toContainText('Your email address is not verified')

  await provider.close()
  await button.click()
  await expect(refusal(page)).toContainText('can’t be reached. Try again in a moment.')
  await expect(page.getByRole('button', { name: 'Copy request id' })).toBeVisible()
  await expect(button).toBeFocused()

  provider = await startProvider({ port, clientSecret, redirectUri: `${baseURL}/api/auth/callback/oidc` })
  provider.person = { sub: unique('sub'), email: people.editor.email, email_verified: true }
  await continueAtProvider(page)
  await expect(page.getByRole('heading', { name: 'Runs', exact: true })).toBeVisible()
  expect(readFileSync(logPath, 'utf8')).not.toContain(clientSecret)
})

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`nobody is shut out, ${colorScheme}`, () => {
    test.use({ colorScheme, contextOptions: { reducedMotion: 'reduce' } })

    test('when signing in failed', async ({ page }) => {
      await visit(page, '/sign-in?error=failed&request=0190a0b0-0000-7000-8000-000000000000')
      await expect(refusal(page)).toContainText('0190a0b0-0000-7000-8000-000000000000')
      await expect(page.getByRole('button', { name: continueName })).toBeVisible()
      await expectAccessible(page)
    })
  })
}

const refusal = (page: Page) => page.getByRole('main').getByRole('alert')

/** From the sign-in page to the provider, and back as who is there. */
async function continueAtProvider(page: Page): Promise<void> {
  await page.getByRole('button', { name: continueName }).click()
  await expect(page).toHaveTitle('Provider')
  await page.getByRole('button', { name: 'Continue' }).click()
}
