import { randomBytes, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { eq, sql } from 'drizzle-orm'
import { NextRequest } from 'next/server'
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { auditEntries, identities, memberships, sessions, users } from '@/db/schema'
import type { Env } from '@/lib/env'
import type { Sender } from '@/lib/http/create-sender'
import type { Limits } from '@/lib/http/types'
import type { Services } from '@/lib/services'
import { ownerDatabase } from '@/lib/testing/database'
import { startProvider, type TestProvider } from '@/lib/testing/oidc-provider'
import { testOrganization, testServices } from '@/lib/testing/organization'
import { GET, POST } from '@/app/api/auth/[...nextauth]/route'
import { startSingleSignOnAction } from './actions'
import { currentSession } from './current-session'
import { finishSingleSignOn } from './single-sign-on'
import { createBrowser, type TestBrowser } from './testing/browser'

const appUrl = 'http://localhost:3000'
const redirectUri = `${appUrl}/api/auth/callback/oidc`

/** What the process would have; the provider and its place in the egress policy differ from test to test. */
const process = vi.hoisted(() => ({
  env: {} as Partial<Env>,
  services: {} as Services,
  browser: {} as TestBrowser,
  log: [] as string[],
}))
vi.mock('@/lib/env', async (original) => ({ ...(await original<object>()), env: () => process.env }))
vi.mock('@/lib/server', () => ({ services: () => process.services }))
vi.mock('@/lib/log', async (original) => {
  const { createLogger } = await original<typeof import('@/lib/log')>()
  const destination = { write: (line: string) => process.log.push(line) }
  return { log: createLogger({ level: 'trace', destination }) }
})
vi.mock('next/headers', () => ({
  headers: async () => process.browser.headers(),
  cookies: async () => process.browser,
}))

let provider: TestProvider
beforeAll(async () => {
  provider = await startProvider({ redirectUri })
})
afterAll(() => provider.close())

beforeEach(() => {
  provider.faults = {}
  provider.requests.length = 0
  process.log.length = 0
  process.browser = newBrowser()
  use({ allow: provider.issuer.replace('http://', '') })
})

function use({
  issuer = provider.issuer,
  clientSecret = provider.clientSecret,
  allow = '',
  url = appUrl,
}): void {
  const { clientId } = provider
  process.env = { appUrl: url, authSecret, oidc: { issuer, clientId, clientSecret } }
  process.services = testServices({ allow })
}
const authSecret = randomBytes(32).toString('base64')

const newBrowser = (headers: Record<string, string> = {}) =>
  createBrowser({ origin: appUrl, host: 'localhost:3000', 'x-forwarded-proto': 'http', ...headers })

/** Somebody whom nobody has seen before. */
function newPerson(given: Record<string, unknown> = {}) {
  const id = randomUUID()
  return { sub: id, email: `${id}@example.test`, email_verified: true, name: 'Maya Chen', ...given }
}

async function start(callbackUrl = '/demo/flows?search=a'): Promise<URL> {
  const answer = await startSingleSignOnAction({ callbackUrl })
  if (!answer.ok) throw new Error(answer.error.message)
  return new URL(answer.data.redirectTo)
}

/** At the provider, with a browser of its own. @returns where it sends the person back to */
async function atProvider(address: URL, answer: 'continue' | 'cancel' = 'continue'): Promise<URL> {
  const page = await fetch(address)
  expect(page.status).toBe(200)
  const body = new URLSearchParams({ answer })
  const sentBack = await fetch(address, { method: 'POST', body, redirect: 'manual' })
  return new URL(sentBack.headers.get('location') ?? '')
}

async function finish(address: URL): Promise<string> {
  const response = await finishSingleSignOn(new NextRequest(address, { headers: process.browser.headers() }))
  process.browser.receive(response)
  const target = new URL(response.headers.get('location') ?? '')
  expect(target.origin).toBe(process.env.appUrl)
  return `${target.pathname}${target.search}`
}

/** All of it. @returns the page that the person arrives at */
async function signIn(person: Record<string, unknown>, callbackUrl?: string): Promise<string> {
  provider.person = person
  return finish(await atProvider(await start(callbackUrl)))
}

/** What the sign-in page is to say, once it is sure that nobody was signed in. */
async function problemOn(page: string): Promise<string | null> {
  const url = new URL(page, appUrl)
  expect(url.pathname).toBe('/sign-in')
  expect(await currentSession()).toBeNull()
  return url.searchParams.get('error')
}

const accountOf = async (email: string) =>
  (
    await ownerDatabase()
      .select()
      .from(users)
      .where(eq(sql`lower(${users.email})`, email.toLowerCase()))
  )[0]
const entriesOf = (organizationId: string) =>
  ownerDatabase()
    .select({ action: auditEntries.action, objectId: auditEntries.objectId, details: auditEntries.details })
    .from(auditEntries)
    .where(eq(auditEntries.organizationId, organizationId))
    .orderBy(auditEntries.id)

describe('signs in', () => {
  it('somebody new, as an account without a password that is a member of nothing', async () => {
    const person = newPerson()
    expect(await signIn(person)).toBe('/demo/flows?search=a')
    const account = await accountOf(person.email)
    expect(account).toMatchObject({ name: 'Maya Chen', email: person.email, passwordHash: null })
    expect((await currentSession())?.user).toEqual({
      id: account?.id,
      name: 'Maya Chen',
      email: person.email,
    })
    const links = await ownerDatabase().select().from(identities).where(eq(identities.subject, person.sub))
    expect(links).toMatchObject([{ issuer: provider.issuer, userId: account?.id }])
    const member = await ownerDatabase()
      .select()
      .from(memberships)
      .where(eq(memberships.userId, account?.id ?? ''))
    expect(member).toEqual([])
  })

  it('an account of the same email in any case, and notes it in its organizations', async () => {
    const organization = await testOrganization()
    const email = `Editor@${organization.slug.toUpperCase()}.test`
    await signIn(newPerson({ email, name: 'Another Name' }))
    const { user } = (await currentSession()) ?? {}
    expect(user).toEqual({
      id: organization.editor.actor.id,
      name: 'Test editor',
      email: `editor@${organization.slug}.test`,
    })
    expect(await entriesOf(organization.id)).toEqual([
      { action: 'session.started', objectId: user?.id, details: { method: 'oidc', linked: true } },
    ])
  })

  it('the same subject again, whatever has become of the email', async () => {
    const person = newPerson()
    await signIn(person)
    const first = (await currentSession())?.user
    process.browser = newBrowser()
    await signIn({ sub: person.sub, email: 'new@example.test', email_verified: false, name: 'New Name' })
    expect((await currentSession())?.user).toEqual(first)
  })

  it('with the email of the ID token, where UserInfo has none', async () => {
    const { sub, ...told } = newPerson()
    provider.faults = { idToken: (claims) => ({ ...claims, ...told }) }
    await signIn({ sub })
    expect((await currentSession())?.user).toMatchObject({ name: 'Maya Chen', email: told.email })
  })

  it('and ends the session that the browser had before', async () => {
    await signIn(newPerson())
    const before = await currentSession()
    await signIn(newPerson())
    expect((await currentSession())?.id).not.toBe(before?.id)
    const rows = await ownerDatabase()
      .select()
      .from(sessions)
      .where(eq(sessions.id, before?.id ?? ''))
    expect(rows).toEqual([])
  })

  it('and leaves the session that the browser has when that fails', async () => {
    await signIn(newPerson())
    const before = await currentSession()
    expect(await signIn(newPerson({ email_verified: false }))).toContain('error=unverified_email')
    expect(await currentSession()).toEqual(before)
  })

  it.each([
    ['preferred_username', { name: undefined, preferred_username: 'maya' }, 'maya'],
    ['the email', { name: ' ', preferred_username: 7 }, null],
    ['the first line that is one', { name: 'two\nlines', preferred_username: 'maya' }, 'maya'],
  ])('under %s, without a usable name', async (_what, given, name) => {
    const person = newPerson(given)
    await signIn(person)
    expect((await currentSession())?.user.name).toBe(name ?? person.email)
  })
})

describe('signs nobody in', () => {
  it.each([
    ['false', false],
    ['missing', undefined],
    ['a text', 'true'],
    ['a number', 1],
  ])('whose email_verified is %s, and makes no account', async (_what, email_verified) => {
    const person = newPerson({ email_verified })
    expect(await problemOn(await signIn(person))).toBe('unverified_email')
    expect(await accountOf(person.email)).toBeUndefined()
  })

  it('whose address is verified by one answer and named by another', async () => {
    const person = newPerson({ email_verified: undefined })
    provider.faults = { idToken: (claims) => ({ ...claims, email: 'me@example.test', email_verified: true }) }
    expect(await problemOn(await signIn(person))).toBe('unverified_email')
  })

  it('into an account by an unverified email, and notes the attempt there', async () => {
    const { id, slug, admin } = await testOrganization()
    expect(
      await problemOn(await signIn(newPerson({ email: `admin@${slug}.test`, email_verified: false }))),
    ).toBe('unverified_email')
    expect(await entriesOf(id)).toEqual([
      {
        action: 'session.refused',
        objectId: admin.actor.id,
        details: { method: 'oidc', reason: 'unverified_email' },
      },
    ])
  })

  it('into the account of somebody who had the address before', async () => {
    const { id, slug } = await testOrganization()
    const email = `admin@${slug}.test`
    await signIn(newPerson({ email }))
    process.browser = newBrowser()
    expect(await problemOn(await signIn(newPerson({ email })))).toBe('other_person')
    expect((await entriesOf(id)).map(({ action }) => action)).toEqual(['session.started', 'session.refused'])
  })

  it.each([[undefined], [''], ['no address'], [7]])('whose email is %j', async (email) => {
    expect(await problemOn(await signIn(newPerson({ email })))).toBe('no_email')
  })

  it('who cancels at the provider', async () => {
    expect(await problemOn(await finish(await atProvider(await start(), 'cancel')))).toBe('denied')
    expect(process.log).toEqual([])
  })

  it.each<[string, TestProvider['faults']]>([
    ['for another nonce', { idToken: (claims) => ({ ...claims, nonce: 'x' }) }],
    ['without a nonce', { idToken: ({ nonce: _, ...claims }) => claims }],
    ['for another client', { idToken: (claims) => ({ ...claims, aud: 'another' }) }],
    ['for several clients', { idToken: (claims) => ({ ...claims, aud: ['another', 'third'] }) }],
    ['of another issuer', { idToken: (claims) => ({ ...claims, iss: 'https://sso.example.com' }) }],
    ['that expired', { idToken: (claims) => ({ ...claims, exp: (claims.iat ?? 0) - 60 }) }],
    ['signed by somebody else', { foreignKey: true }],
    ['about somebody else than UserInfo', { userInfo: (claims) => ({ ...claims, sub: 'another' }) }],
  ])('by an ID token %s', async (_what, faults) => {
    provider.faults = faults
    const person = newPerson()
    const page = await signIn(person)
    expect(await problemOn(page)).toBe('failed')
    expect(await accountOf(person.email)).toBeUndefined()
    // The page shows what the log has it under.
    const requestId = new URL(page, appUrl).searchParams.get('request')
    expect(process.log.map((line) => JSON.parse(line))).toMatchObject([{ level: 50, requestId }])
  })

  it('with a token that came by another way', async () => {
    provider.person = newPerson()
    const address = await atProvider(await start())
    const used = await finish(address)
    expect(used).toBe('/demo/flows?search=a')
    process.browser = newBrowser()
    await start()
    // Another browser has another state, and none of the first one's cookies.
    expect(await problemOn(await finish(address))).toBe('expired')
    process.browser = newBrowser()
    expect(await problemOn(await finish(address))).toBe('expired')
  })

  it('with another state than the one it left with', async () => {
    const address = await atProvider(await start())
    address.searchParams.set('state', 'x')
    expect(await problemOn(await finish(address))).toBe('expired')
    address.searchParams.delete('state')
    expect(await problemOn(await finish(address))).toBe('expired')
  })

  it('by a code of somebody else', async () => {
    const theirs = await atProvider(await start())
    process.browser = newBrowser()
    const ours = await atProvider(await start())
    ours.searchParams.set('code', theirs.searchParams.get('code') ?? '')
    expect(await problemOn(await finish(ours))).toBe('failed')
  })
})

describe('the provider', () => {
  const unreachable = {
    ok: false,
    error: { code: 'unavailable', message: expect.stringMatching(/^127\.0\.0\.1:\d+ can’t be reached\./) },
  }

  it('is not there', async () => {
    const gone = await startProvider({ redirectUri })
    await gone.close()
    use({ issuer: gone.issuer, allow: gone.issuer.replace('http://', '') })
    expect(await startSingleSignOnAction({})).toMatchObject(unreachable)
  })

  it('is not allowed by the egress policy, and is never connected to', async () => {
    const canary = createServer((socket) => socket.destroy())
    let connections = 0
    canary.on('connection', () => (connections += 1)).listen(0, '127.0.0.1')
    await once(canary, 'listening')
    onTestFinished(() => void canary.close())
    const { port } = canary.address() as AddressInfo
    use({ issuer: `http://127.0.0.1:${port}` })
    expect(await startSingleSignOnAction({})).toMatchObject(unreachable)
    expect(connections).toBe(0)
    expect(process.log.join()).toContain('openid-configuration: blocked')
    // It would see what is allowed.
    use({ issuer: `http://127.0.0.1:${port}`, allow: `127.0.0.1:${port}` })
    expect(await startSingleSignOnAction({})).toMatchObject(unreachable)
    expect(connections).toBeGreaterThan(0)
  })

  it.each(['/token', '/userinfo', '/jwks'])(
    'leads to what is not allowed at %s, which is never asked',
    async (path) => {
      const forbidden = await startProvider({ redirectUri })
      onTestFinished(() => forbidden.close())
      const names = { '/token': 'token_endpoint', '/userinfo': 'userinfo_endpoint', '/jwks': 'jwks_uri' }
      provider.faults.metadata = { [names[path as keyof typeof names]]: `${forbidden.issuer}${path}` }
      expect(await problemOn(await signIn(newPerson()))).toBe('unreachable')
      expect(forbidden.requests).toEqual([])
    },
  )

  it.each(['/.well-known/openid-configuration', '/token', '/userinfo', '/jwks'])(
    'is broken at %s',
    async (path) => {
      const address = await atProvider(await start())
      provider.faults.answer = { path, status: 503, body: {} }
      expect(await problemOn(await finish(address))).toBe('unreachable')
    },
  )

  it.each(['/.well-known/openid-configuration', '/token', '/userinfo', '/jwks'])(
    'is silent at %s, and is not waited for longer than its time',
    async (path) => {
      const address = await atProvider(await start())
      const { sender } = process.services
      const given: Limits[] = []
      const impatient: Sender = {
        ...sender,
        send(request, limits, options) {
          given.push(limits)
          return sender.send(request, { ...limits, responseTimeoutMs: 300 }, options)
        },
      }
      process.services = { ...process.services, sender: impatient }
      provider.faults.silentAt = path
      expect(await problemOn(await finish(address))).toBe('unreachable')
      for (const limits of given) {
        expect(limits.connectTimeoutMs).toBeLessThanOrEqual(10_000)
        expect(limits.responseTimeoutMs).toBeLessThanOrEqual(10_000)
      }
    },
  )

  it('redirects its metadata elsewhere, which nobody follows', async () => {
    provider.faults.answer = { path: '/.well-known/openid-configuration', status: 302, body: {} }
    expect(await startSingleSignOnAction({})).toMatchObject({ ok: false, error: { code: 'internal_error' } })
  })

  it('answers with more than anybody reads', async () => {
    const address = await atProvider(await start())
    provider.faults.answer = { path: '/jwks', status: 200, body: { keys: [], more: 'x'.repeat(2 ** 20) } }
    expect(await problemOn(await finish(address))).toBe('unreachable')
  })

  it.each(['javascript:alert(1)', 'data:text/html,x'])(
    'leads people to %s, where they are not sent',
    async (page) => {
      provider.faults.metadata = { authorization_endpoint: page }
      expect(await startSingleSignOnAction({})).toMatchObject({
        ok: false,
        error: { code: 'internal_error' },
      })
    },
  )

  it('says that it is another', async () => {
    provider.faults.metadata = { issuer: 'https://sso.example.com' }
    expect(await startSingleSignOnAction({})).toMatchObject({ ok: false, error: { code: 'internal_error' } })
  })
})

describe('the browser', () => {
  it('is sent back to the one address, whatever Host and X-Forwarded-Host say', async () => {
    const host = {
      host: 'evil.example.com',
      'x-forwarded-host': 'evil.example.com',
      'x-forwarded-proto': 'https',
    }
    process.browser = newBrowser(host)
    expect((await start()).searchParams.get('redirect_uri')).toBe(redirectUri)
    // The same for next-auth's own door.
    const ask = (path: string, init: object = {}) => {
      const headers = process.browser.headers()
      headers.set('content-type', 'application/x-www-form-urlencoded')
      return new NextRequest(`http://evil.example.com/api/auth/${path}`, { headers, ...init })
    }
    const csrf = await GET(ask('csrf'))
    process.browser.receive(csrf)
    const { csrfToken } = (await csrf.json()) as { csrfToken: string }
    const body = new URLSearchParams({ csrfToken, callbackUrl: 'https://evil.example.com/' }).toString()
    const response = await POST(ask('signin/oidc', { method: 'POST', body }))
    const location = new URL(response.headers.get('location') ?? '')
    expect(location.origin).toBe(provider.issuer)
    expect(location.searchParams.get('redirect_uri')).toBe(redirectUri)
  })

  it('asks for an email and a name, with PKCE, a state and a nonce', async () => {
    const { searchParams } = await start()
    expect(Object.fromEntries(searchParams)).toEqual({
      response_type: 'code',
      client_id: provider.clientId,
      redirect_uri: redirectUri,
      scope: 'openid email profile',
      state: expect.stringMatching(/.{40}/),
      nonce: expect.stringMatching(/.{40}/),
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: 'S256',
    })
  })

  it.each(['https://evil.example.com/', '//evil.example.com', 'javascript:alert(1)'])(
    'is not led to %s afterwards',
    async (callbackUrl) => {
      expect(await signIn(newPerson(), callbackUrl)).toBe('/')
    },
  )

  it('keeps where it was going when it was not signed in', async () => {
    const page = await signIn(newPerson({ email_verified: false }), '/invite/abc')
    expect(page).toBe('/sign-in?error=unverified_email&callbackUrl=%2Finvite%2Fabc')
  })

  it('is asked by our own pages only', async () => {
    process.browser = newBrowser({ origin: 'https://evil.example.com' })
    expect(await startSingleSignOnAction({})).toMatchObject({ ok: false, error: { code: 'forbidden' } })
    expect(provider.requests).toEqual([])
  })

  it.each([
    [appUrl, '__Host-sluice-sign-on-', 'secure=true'],
    ['http://sluice.example.test', 'sluice-sign-on-', 'secure=false'],
  ])('keeps what has to match for a quarter of an hour, at %s', async (url, prefix, secure) => {
    use({ allow: provider.issuer.replace('http://', ''), url })
    process.browser = newBrowser({ origin: url })
    await start()
    const cookies = [...process.browser.jar.values()]
    expect(cookies.map(({ name }) => name).sort()).toEqual(
      ['nonce', 'state', 'target', 'verifier'].map((name) => `${prefix}${name}`),
    )
    for (const { attributes } of cookies) {
      expect(attributes).toEqual(
        expect.arrayContaining(['httponly=true', 'samesite=lax', 'path=/', secure, 'maxage=900']),
      )
    }
  })
})

describe('the log', () => {
  it('tells what the provider holds against us, and no secret', async () => {
    use({ allow: provider.issuer.replace('http://', ''), clientSecret: 'another one' })
    expect(await problemOn(await signIn(newPerson()))).toBe('failed')
    expect(process.log).toHaveLength(1)
    expect(process.log[0]).toContain('the provider answered invalid_client')
    const secrets = ['another one', 'another+one', btoa(`${provider.clientId}:another+one`), authSecret]
    for (const secret of secrets) expect(process.log.join()).not.toContain(secret)
  })

  it.each([
    ['invalid_scope', 'failed', 'invalid_scope'],
    ['temporarily_unavailable', 'unreachable', 'temporarily_unavailable'],
    ['<script>', 'failed', 'with an error'],
  ])('tells that it was sent back with %s', async (error, problem, told) => {
    const address = await atProvider(await start(), 'cancel')
    address.searchParams.set('error', error)
    expect(await problemOn(await finish(address))).toBe(problem)
    expect(process.log.join()).toContain(`the provider answered ${told}`)
  })
})

it('knows no single sign-on where none is configured', async () => {
  process.env = { ...process.env, oidc: null }
  expect(await startSingleSignOnAction({})).toMatchObject({ ok: false, error: { code: 'not_found' } })
  const response = await finishSingleSignOn(new NextRequest(`${redirectUri}?code=x&state=y`))
  expect(response.status).toBe(404)
})
