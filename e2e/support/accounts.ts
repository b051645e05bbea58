import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { environment, root } from './environment'

/** Who the tests are. Otto is the admin of another organization. */
export const people = {
  admin: { email: environment.adminEmail, name: 'Admin', org: 'Demo', role: 'admin' },
  editor: { email: 'ed@example.com', name: 'Ed Editor', org: 'Demo', role: 'editor' },
  viewer: { email: 'vi@example.com', name: 'Vi Viewer', org: 'Demo', role: 'viewer' },
  foreigner: { email: 'otto@example.com', name: 'Otto Other', org: 'Other', role: 'admin' },
} as const
export type Person = keyof typeof people

/** Where a person's signed-in browser state is kept. */
export function statePath(person: Person): string {
  return join(environment.outputDir, `e2e-state-${person}.json`)
}

export type Tokens = Record<'demo' | 'other', string>
export const tokensPath = join(environment.outputDir, 'e2e-tokens.json')

/** Admin tokens of the REST API, one an organization. */
export function readTokens(): Tokens {
  // Written by accounts.setup.ts, in this shape.
  return JSON.parse(readFileSync(tokensPath, 'utf8')) as Tokens
}

/** `npm run admin -- …` beside the running server. @returns its answer */
export async function admin(...args: string[]): Promise<Record<string, unknown>> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['lib/cli/bootstrap.mjs', 'admin', ...args, '--json'],
    { cwd: root, env: { ...process.env, DATA_DIR: environment.dataDir, DATABASE_URL: '' } },
  )
  return JSON.parse(stdout) as Record<string, unknown>
}
