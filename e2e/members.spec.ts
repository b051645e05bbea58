import { type Browser, type BrowserContext, type Locator, type Page } from '@playwright/test'
import { createApi, unique } from './fixtures/api'
import { createFlowEditor } from './fixtures/flow-editor'
import { expect, test as base } from './fixtures/test'
import { visit } from './fixtures/visit'
import { admin } from './support/accounts'
import { environment } from './support/environment'

const { password } = environment
const signedOut = { cookies: [], origins: [] }

type Crew = { name: string; slug: string; adminEmail: string }

const test = base.extend<{ crew: Crew; newcomer: Page }>({
  /** An organization of the test's own, with Maya, its only admin, on the page. */
  crew: async ({ page }, provide) => {
    const name = unique('Crew')
    const slug = name.toLowerCase().replace(' ', '-')
    const adminEmail = `maya@${slug}.test`
    await createAccount(adminEmail, 'Maya Chen', name, 'admin')
    await signIn(page, adminEmail)
    await provide({ name, slug, adminEmail })
  },
  /** Another person's browser. */
  newcomer: async ({ browser }, provide) => {
    const context = await newBrowser(browser)
    await provide(await context.newPage())
    await context.close()
  },
})
test.use({ storageState: signedOut })

test('somebody is invited, joins, gets another role and is removed', async ({
  page,
  newcomer,
  crew,
  request,
}) => {
  const { slug, name } = crew
  await visit(page, `/${slug}/members`)
  await page.getByRole('button', { name: 'Invite people' }).click()
  const dialog = page.getByRole('dialog', { name: 'Invite people' })
  const emails = dialog.getByLabel('Email addresses')
  await emails.fill(`noor@${slug}.test; Bo Li <bo@${slug}.test>, ${crew.adminEmail} noor`)
  await dialog.getByRole('button', { name: 'Create invitations' }).click()
  await expect(dialog.getByText('“noor” is not an email address.')).toBeVisible()
  await emails.fill(`noor@${slug}.test; Bo Li <bo@${slug}.test>, ${crew.adminEmail}`)
  await dialog.getByRole('button', { name: 'Create invitations' }).click()

  const links = page.getByRole('dialog', { name: '2 invitation links' })
  await expect(links).toContainText('Sluice sends no mail: pass each link on yourself')
  await expect(links.getByRole('list', { name: 'Without a link' })).toHaveText(
    `${crew.adminEmail} is a member already.`,
  )
  const link = await links.getByRole('textbox', { name: `Link for noor@${slug}.test` }).inputValue()
  expect(link).toMatch(new RegExp(`^${environment.baseURL}/invite/inv_[\\w-]{43}$`))
  await page.keyboard.press('Escape')
  await page.getByRole('alertdialog').getByRole('button', { name: 'Back to the links' }).click()
  await links.getByRole('button', { name: 'Done' }).click()
  const pending = page.getByRole('table', { name: 'Pending invitations' })
  await expect(pending.getByRole('row', { name: `noor@${slug}.test` })).toContainText('EditorMaya Chen')
  expect(await page.content()).not.toContain(link.slice(-43))

  await visit(newcomer, link)
  await expect(newcomer.getByRole('heading', { name: `Join ${name}` })).toBeVisible()
  await expect(newcomer.getByText('Maya Chen invited you as an editor')).toBeVisible()
  await expect(newcomer.getByLabel('Email')).toHaveValue(`noor@${slug}.test`)
  const secret = newcomer.getByLabel('Password', { exact: true })
  await secret.fill('too short')
  await expect(secret).toHaveAccessibleDescription('At least 12 characters (not met yet)')
  await newcomer.getByRole('button', { name: 'Create account and join' }).click()
  await expect(newcomer.getByText('Enter a name.')).toBeVisible()
  await newcomer.getByLabel('Your name').fill('Noor Haddad')
  await secret.fill(password)
  await expect(secret).toHaveAccessibleDescription('At least 12 characters (met)')
  await newcomer.getByRole('button', { name: 'Create account and join' }).click()
  await expect(newcomer.getByRole('heading', { name: 'Dashboard' })).toBeVisible()
  await expect(newcomer).toHaveURL(new RegExp(`/${slug}/dashboard$`))
  await visit(newcomer, link)
  await expect(newcomer.getByText(/Somebody has joined with it/)).toBeVisible()

  // Their open editor is told when their role is changed under it.
  const flowId = await createFlow(request, name)
  const editor = createFlowEditor(newcomer)
  await visit(newcomer, `/${slug}/flows/${flowId}`)
  await editor.step('Done').click()
  await visit(page, `/${slug}/members`)
  await choose(page, 'Role of Noor Haddad', 'Viewer')
  await expect(page.getByText('Noor Haddad is now a viewer.')).toBeVisible()
  await editor.step('Done').click()
  await newcomer.keyboard.press('ArrowRight')
  const banner = newcomer.getByRole('status').filter({ hasText: 'only editors and admins can change flows' })
  await expect(banner).toBeVisible()
  await expect(editor.inspector.getByLabel('Name of this step')).not.toBeEditable()
  await choose(page, 'Role of Noor Haddad', 'Editor')
  await expect(page.getByText('Noor Haddad is now an editor.')).toBeVisible()
  await editor.toolbar.getByRole('button', { name: /Couldn’t save – Retry/ }).click()
  await editor.saved()
  await expect(banner).toHaveCount(0)

  await page.getByRole('button', { name: 'Actions for Noor Haddad' }).click()
  await page.getByRole('menuitem', { name: 'Remove member' }).click()
  const question = page.getByRole('alertdialog', { name: `Remove Noor Haddad from ${name}?` })
  await question.getByRole('button', { name: 'Remove member' }).click()
  await expect(page.getByRole('row', { name: /Noor Haddad/ })).toHaveCount(0)
  await expect(page.getByRole('region', { name: 'Members' }).locator(':focus')).toHaveCount(1)
  await newcomer.goto(`/${slug}/flows`)
  await expect(newcomer.getByText('We can’t find that, or you don’t have access to it.')).toBeVisible()
})

test('somebody with an account signs in and joins, and nobody else does', async ({
  page,
  newcomer,
  crew,
}) => {
  const { slug, name } = crew
  const email = `sam@${slug}.test`
  await createAccount(email, 'Sam Sato', unique('Elsewhere'), 'viewer')
  const link = await invite(page, crew, email, 'Viewer')
  // Maya, who has just made it, looks at it herself.
  await visit(page, link)
  await expect(page.getByText(`You are signed in as ${crew.adminEmail}.`)).toBeVisible()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page.getByText(`Sign in as ${email} to go on.`)).toBeVisible()
  await expect(page).toHaveURL(link)

  await visit(newcomer, link)
  await newcomer.getByRole('link', { name: 'Sign in' }).click()
  await fillSignIn(newcomer, email)
  await newcomer.getByRole('button', { name: `Join ${name}` }).click()
  await expect(newcomer.getByRole('heading', { name: 'Dashboard' })).toBeVisible()
  await expect(newcomer).toHaveURL(new RegExp(`/${slug}/dashboard$`))

  // A viewer sees everybody, and why nothing can be changed.
  await visit(newcomer, `/${slug}/members`)
  await expect(newcomer.getByRole('row', { name: /Maya Chen/ })).toContainText(crew.adminEmail)
  await expectRefused(
    newcomer.getByRole('button', { name: 'Invite people' }),
    'Only admins can invite people.',
  )
  await expectRefused(
    newcomer.getByRole('combobox', { name: 'Role of Maya Chen' }),
    'Only admins can change roles.',
  )
  await newcomer.getByRole('button', { name: 'Actions for Maya Chen' }).click()
  const remove = newcomer.getByRole('menuitem', { name: 'Remove member' })
  await expect(remove).toBeDisabled()
  await expect(remove).toContainText('Only admins can remove members. Ask Maya Chen.')
  await newcomer.keyboard.press('Escape')
  await expect(newcomer.getByText('Only admins can see and make invitations. Ask Maya Chen.')).toBeVisible()
  expect((await newcomer.request.get(`/api/organizations/${slug}/invitations`)).status()).toBe(403)

  await newcomer.getByRole('button', { name: 'Actions for Sam Sato' }).click()
  await newcomer.getByRole('menuitem', { name: 'Leave organization' }).click()
  await newcomer
    .getByRole('alertdialog', { name: `Leave ${name}?` })
    .getByRole('button', { name: 'Leave organization' })
    .click()
  await expect(newcomer.getByRole('heading', { name: 'Dashboard' })).toBeVisible()
  expect((await newcomer.request.get(`/api/organizations/${slug}/members`)).status()).toBe(404)
})

test('the last admin stays one, and whoever stops being one is asked', async ({ page, crew }) => {
  const { slug, name } = crew
  const needsOne = 'An organization needs at least one admin.'
  await createAccount(`kim@${slug}.test`, 'Kim Kern', name, 'viewer')
  await visit(page, `/${slug}/members`)
  const own = page.getByRole('combobox', { name: 'Role of Maya Chen' })
  await expectRefused(own, needsOne)
  await page.getByRole('button', { name: 'Actions for Maya Chen' }).click()
  await expect(page.getByRole('menuitem', { name: 'Leave organization' })).toContainText(needsOne)
  await page.keyboard.press('Escape')

  await choose(page, 'Role of Kim Kern', 'Admin')
  await choose(page, 'Role of Maya Chen', 'Editor')
  const question = page.getByRole('alertdialog', { name: 'Become an editor?' })
  await question.getByRole('button', { name: 'Cancel' }).click()
  await expect(own).toHaveText('Admin')
  await expect(own).toBeFocused()
  await choose(page, 'Role of Maya Chen', 'Editor')
  await question.getByRole('button', { name: 'Change my role' }).click()
  await expect(page.getByText('You are now an editor.')).toBeVisible()
  // What the page refuses names the admin of now.
  await expectRefused(
    page.getByRole('button', { name: 'Invite people' }),
    'Only admins can invite people. Ask Kim Kern.',
  )
  await expectRefused(own, 'Only admins can change roles. Ask Kim Kern.')
})

test('a link ends when it is replaced, revoked or was never made', async ({ page, newcomer, crew }) => {
  const email = `ada@${crew.slug}.test`
  const ended = newcomer.getByRole('heading', { name: 'This invitation is no longer valid' })
  const first = await invite(page, crew, email, 'Viewer')
  const row = page.getByRole('table', { name: 'Pending invitations' }).getByRole('row', { name: email })
  await row.getByRole('button', { name: 'New link' }).click()
  const links = page.getByRole('dialog', { name: '1 invitation link' })
  await expect(links).toContainText('The link before it has ended.')
  const second = await links.getByRole('textbox').inputValue()
  await links.getByRole('button', { name: 'Done' }).click()
  await visit(newcomer, first)
  await expect(ended).toBeVisible()
  await expect(newcomer.getByRole('main')).not.toContainText(crew.name)

  await visit(newcomer, second)
  await expect(newcomer.getByRole('heading', { name: `Join ${crew.name}` })).toBeVisible()
  await row.getByRole('button', { name: 'Revoke' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke invitation' }).click()
  await expect(page.getByText('Nobody is invited at the moment.')).toBeVisible()
  await expect(page.getByRole('region', { name: 'Pending invitations' })).toBeFocused()
  await newcomer.getByLabel('Your name').fill('Ada')
  await newcomer.getByLabel('Password', { exact: true }).fill(password)
  await newcomer.getByRole('button', { name: 'Create account and join' }).click()
  await expect(ended).toBeVisible()
  await visit(newcomer, '/invite/inv_never')
  await expect(ended).toBeVisible()
})

async function createAccount(email: string, name: string, org: string, role: string): Promise<void> {
  const options = { email, name, org, role, password }
  await admin('user', 'create', ...Object.entries(options).flatMap(([key, value]) => [`--${key}`, value]))
}

/** A flow that waits for nothing, for whoever is in the organization. */
async function createFlow(request: Parameters<typeof createApi>[0], org: string): Promise<string> {
  const { token } = await admin('token', 'create', '--org', org, '--name', 'Test', '--role', 'admin')
  const at = (x: number) => ({ position: { x, y: 0 } })
  const { id } = await createApi(request, String(token)).createFlow('Watched', {
    nodes: [
      { id: 'start', type: 'start', ...at(0), data: { key: 'start', label: 'Start', inputs: [] } },
      { id: 'end', type: 'end', ...at(340), data: { key: 'done', label: 'Done', output: {} } },
    ],
    edges: [{ id: 'e1', source: 'start', sourceHandle: 'next', target: 'end' }],
  })
  return id
}

function newBrowser(browser: Browser): Promise<BrowserContext> {
  return browser.newContext({ storageState: signedOut })
}

async function signIn(page: Page, email: string): Promise<void> {
  await visit(page, '/sign-in')
  await fillSignIn(page, email)
  await expect(page.getByRole('heading', { name: 'Dashboard' })).toBeVisible()
}

async function fillSignIn(page: Page, email: string): Promise<void> {
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

/** Invites one person. @returns the link */
async function invite(page: Page, { slug }: Crew, email: string, role: string): Promise<string> {
  await visit(page, `/${slug}/members?invite=true`)
  const dialog = page.getByRole('dialog', { name: 'Invite people' })
  await dialog.getByLabel('Email addresses').fill(email)
  await dialog.getByRole('radio', { name: role }).click()
  await dialog.getByRole('button', { name: 'Create invitations' }).click()
  const links = page.getByRole('dialog', { name: '1 invitation link' })
  const link = await links.getByRole('textbox').inputValue()
  await links.getByRole('button', { name: 'Done' }).click()
  return link
}

async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: label }).click()
  await page.getByRole('option', { name: new RegExp(`^${option} `) }).click()
}

/** The control stays in place, doesn't work, and says why to everybody. */
async function expectRefused(control: Locator, reason: string): Promise<void> {
  await expect(control).toBeDisabled()
  await expect(control).toHaveAccessibleDescription(new RegExp(reason.replaceAll('.', '\\.')))
}
