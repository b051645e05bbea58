import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose'

export type ProviderOptions = {
  port?: number
  clientId?: string
  clientSecret?: string
  /** The only address that it sends people back to. */
  redirectUri: string
}

/** What it does wrong. */
type Faults = {
  /** The claims of the ID token, as they go out. */
  idToken?: (claims: JWTPayload) => JWTPayload
  /** Signs with a key that it never published. */
  foreignKey?: boolean
  userInfo?: (claims: Record<string, unknown>) => Record<string, unknown>
  /** Answers to this path. */
  answer?: { path: string; status: number; body: unknown }
  /** Takes requests for this path and never answers. */
  silentAt?: string
  /** Says that its pages are elsewhere. */
  metadata?: Record<string, unknown>
}

/** An OpenID Connect provider: the code flow with PKCE, for one client and whoever is in `person`. */
export type TestProvider = {
  issuer: string
  clientId: string
  clientSecret: string
  /** Who signs in next, as claims. */
  person: Record<string, unknown>
  faults: Faults
  /** `GET /token` and the like, newest last. */
  requests: string[]
  close: () => Promise<void>
}

const algorithm = 'RS256'

export async function startProvider(options: ProviderOptions): Promise<TestProvider> {
  const [own, foreign] = [await generateKeyPair(algorithm), await generateKeyPair(algorithm)]
  const jwk = { ...(await exportJWK(own.publicKey)), kid: 'k1', alg: algorithm, use: 'sig' }
  const codes = new Map<string, { query: URLSearchParams; person: Record<string, unknown> }>()
  const accessTokens = new Map<string, Record<string, unknown>>()
  const server = createServer((request, response) => void serve(request, response))
  server.listen(options.port ?? 0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const provider: TestProvider = {
    issuer: `http://127.0.0.1:${port}`,
    clientId: options.clientId ?? 'sluice',
    clientSecret: options.clientSecret ?? randomBytes(12).toString('base64url'),
    person: {},
    faults: {},
    requests: [],
    async close() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
  return provider

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '', provider.issuer)
    provider.requests.push(`${request.method} ${pathname}`)
    const { faults } = provider
    if (faults.silentAt === pathname) return
    const form = new URLSearchParams(await text(request))
    if (faults.answer?.path === pathname) return send(response, faults.answer.status, faults.answer.body)
    switch (`${request.method} ${pathname}`) {
      case 'GET /.well-known/openid-configuration':
        return send(response, 200, { ...metadata(), ...faults.metadata })
      case 'GET /jwks':
        return send(response, 200, { keys: [jwk] })
      case 'GET /authorize':
        return showPage(response, searchParams)
      case 'POST /authorize':
        return leave(response, searchParams, form.get('answer') === 'continue')
      case 'POST /token':
        return send(response, ...(await exchange(request, form)))
      case 'GET /userinfo':
        return sendUserInfo(response, request.headers.authorization ?? '')
      default:
        return send(response, 404, {})
    }
  }

  function metadata() {
    const { issuer } = provider
    return {
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      userinfo_endpoint: `${issuer}/userinfo`,
      jwks_uri: `${issuer}/jwks`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: [algorithm],
    }
  }

  /** Where people would enter their password. */
  function showPage(response: ServerResponse, query: URLSearchParams): void {
    const isRight =
      query.get('client_id') === provider.clientId &&
      query.get('redirect_uri') === options.redirectUri &&
      query.get('response_type') === 'code' &&
      query.get('code_challenge_method') === 'S256' &&
      query.has('code_challenge') &&
      query.has('state') &&
      query.has('nonce') &&
      (query.get('scope') ?? '').split(' ').includes('openid')
    if (!isRight) return send(response, 400, { error: 'invalid_request' })
    response.writeHead(200, { 'content-type': 'text/html' })
    response.end(`<!doctype html><html lang="en"><title>Provider</title><form method="post">
      <button name="answer" value="continue">Continue</button>
      <button name="answer" value="cancel">Cancel</button></form></html>`)
  }

  function leave(response: ServerResponse, query: URLSearchParams, isSignedIn: boolean): void {
    const target = new URL(query.get('redirect_uri') ?? '')
    target.searchParams.set('state', query.get('state') ?? '')
    const code = randomBytes(12).toString('base64url')
    if (isSignedIn) {
      codes.set(code, { query, person: { ...provider.person } })
      target.searchParams.set('code', code)
    } else {
      target.searchParams.set('error', 'access_denied')
    }
    response.writeHead(303, { location: target.href }).end()
  }

  async function exchange(request: IncomingMessage, form: URLSearchParams): Promise<[number, unknown]> {
    const [clientId, secret] = basicCredentials(request.headers.authorization ?? '')
    if (clientId !== provider.clientId || secret !== provider.clientSecret) {
      return [401, { error: 'invalid_client' }]
    }
    const code = form.get('code') ?? ''
    const given = codes.get(code)
    codes.delete(code)
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url')
    const isRight =
      form.get('grant_type') === 'authorization_code' &&
      form.get('redirect_uri') === options.redirectUri &&
      given?.query.get('code_challenge') === challenge
    if (!isRight || !given) return [400, { error: 'invalid_grant' }]
    const accessToken = randomBytes(12).toString('base64url')
    accessTokens.set(accessToken, given.person)
    const id_token = await idToken(given.person, given.query.get('nonce') ?? '')
    return [200, { access_token: accessToken, token_type: 'Bearer', expires_in: 60, id_token }]
  }

  function idToken({ sub }: Record<string, unknown>, nonce: string): Promise<string> {
    const now = Math.floor(Date.now() / 1000)
    // As the specification has it, without what UserInfo tells.
    const claims = {
      iss: provider.issuer,
      aud: provider.clientId,
      sub: String(sub),
      iat: now,
      exp: now + 60,
      nonce,
    }
    const { faults } = provider
    return new SignJWT(faults.idToken?.(claims) ?? claims)
      .setProtectedHeader({ alg: algorithm, kid: 'k1' })
      .sign(faults.foreignKey ? foreign.privateKey : own.privateKey)
  }

  function sendUserInfo(response: ServerResponse, authorization: string): void {
    const person = accessTokens.get(authorization.replace(/^Bearer /i, ''))
    if (!person) return send(response, 401, {})
    send(response, 200, provider.faults.userInfo?.(person) ?? person)
  }
}

/** Both parts are form-encoded inside of it (RFC 6749 section 2.3.1). */
function basicCredentials(authorization: string): string[] {
  const decoded = Buffer.from(authorization.replace(/^Basic /, ''), 'base64').toString()
  return decoded.split(':').map((part) => decodeURIComponent(part.replaceAll('+', ' ')))
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
  response.end(JSON.stringify(body))
}
