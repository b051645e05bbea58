import { writeFileSync } from 'node:fs'
import { test as setup } from '@playwright/test'
import { signIn } from './fixtures/sign-in'
import { admin, type Person, people, statePath, tokensPath } from './support/accounts'
import { environment } from './support/environment'

const { password } = environment

setup('makes accounts and tokens, and signs everybody in', async ({ browser }) => {
  for (const { email, name, org, role } of [people.editor, people.viewer, people.foreigner]) {
    await admin('user', 'create', ...options({ email, name, org, role, password }))
  }
  const tokenOf = async (org: string) =>
    (await admin('token', 'create', ...options({ org, name: 'End-to-end tests', role: 'admin' }))).token
  const tokens = { demo: await tokenOf('Demo'), other: await tokenOf('Other') }
  writeFileSync(tokensPath, JSON.stringify(tokens), { mode: 0o600 })

  for (const person of Object.keys(people) as Person[]) {
    const context = await browser.newContext()
    await signIn(await context.newPage(), person)
    await context.storageState({ path: statePath(person) })
    await context.close()
  }
})

function options(values: Record<string, string>): string[] {
  return Object.entries(values).flatMap(([name, value]) => [`--${name}`, value])
}
