import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyText } from '@/lib/flows/testing/any-text'
import { formatList } from '@/lib/format'
import { importCurl } from './import-curl'
import { ImportError } from './import-error'

const read = (command: string) => importCurl(command, (items) => formatList('en', items))

describe('a cURL command', () => {
  it('becomes an endpoint, without what belongs to a call', () => {
    const { values, baseUrls, notes } =
      read(String.raw`curl -sSL -X POST 'https://api.example.com/v1/orders?id=7' \
      -H 'Authorization: Bearer s3cret' -H "X-Version: 3" -H 'Content-Type: application/json' \
      --connect-timeout 5 --max-time=30 -d '{"a": 1}'`)
    expect(values).toMatchObject({
      name: 'Example API',
      baseUrl: 'https://api.example.com/v1',
      authentication: { type: 'bearer', token: 's3cret' },
      defaultHeaders: [{ name: 'X-Version', value: '3', secret: false }],
      connectTimeoutSeconds: 5,
      responseTimeoutSeconds: 30,
      redirects: 'any',
    })
    expect(baseUrls.map(({ value }) => value)).toEqual([
      'https://api.example.com/v1',
      'https://api.example.com',
      'https://api.example.com/v1/orders',
    ])
    expect(notes).toEqual([
      'Left out: the method, the query, and the body, which belong to an API Call.',
      'Left out: Content-Type, which an API Call sends with its body.',
    ])
  })

  it.each([
    ['/api/v2/users', '/api/v2'],
    ['/v1.1/users', '/v1.1'],
    ['/users/7', ''],
    ['', ''],
    ['/a/b/v3', ''],
    ['/video/7', ''],
    ['/v2-beta_3.1/users', '/v2-beta_3.1'],
    [`/v1${'a'.repeat(100)}%25/users`, ''],
  ])('with the path %s proposes %s', (path, base) => {
    expect(read(`curl https://api.example.com${path}`).values.baseUrl).toBe(`https://api.example.com${base}`)
  })

  it.each([
    [`-u maya:pä:ss`, { type: 'basic', username: 'maya', password: 'pä:ss' }],
    [`-umaya:pass`, { type: 'basic', username: 'maya', password: 'pass' }],
    [`-H 'authorization: Basic bWF5YTpww6Rzcw=='`, { type: 'basic', username: 'maya', password: 'päss' }],
    [`--oauth2-bearer abc`, { type: 'bearer', token: 'abc' }],
    [`-u maya`, { type: 'basic', username: 'maya', password: '' }],
    [`-H 'Authorization: token abc'`, { type: 'apiKey', headerName: 'Authorization', key: 'token abc' }],
    [`-H 'X-API-Key: abc'`, { type: 'apiKey', headerName: 'X-API-Key', key: 'abc' }],
    [`-H 'DD-APPLICATION-KEY: abc'`, { type: 'apiKey', headerName: 'DD-APPLICATION-KEY', key: 'abc' }],
    [`-H 'Accept: text/plain'`, { type: 'none' }],
  ])('with %s signs in the same way', (option, authentication) => {
    expect(read(`curl ${option} https://api.example.com`).values.authentication).toMatchObject(authentication)
  })

  it('takes user and password out of the URL', () => {
    const { values } = read('curl https://maya:p%40ss@api.example.com/v1')
    expect(values).toMatchObject({
      baseUrl: 'https://api.example.com/v1',
      authentication: { type: 'basic', username: 'maya', password: 'p@ss' },
    })
  })

  it('signs in with half a pair as curl does, which Basic authentication of an endpoint can’t', () => {
    for (const [command, pair] of [
      ['curl -u kéy: https://api.example.com', 'kéy:'],
      ['curl -u :kéy https://api.example.com', ':kéy'],
      ['curl https://kéy@api.example.com', 'kéy:'],
      ["curl -H 'Authorization: Basic a8OpeTo=' https://api.example.com", 'kéy:'],
    ] as const) {
      const { values, notes } = read(command)
      const key = `Basic ${Buffer.from(pair).toString('base64')}`
      expect(values.authentication).toMatchObject({ type: 'apiKey', headerName: 'Authorization', key })
      expect(notes.join()).toContain('one of them is empty')
      expect(notes.join()).not.toContain('kéy')
    }
    const { values, notes } = read('curl -u "$KEY:" https://api.example.com')
    expect(values.authentication).toMatchObject({ type: 'apiKey', headerName: 'Authorization', key: '' })
    expect(notes.join()).toContain('The secret is in $KEY')
  })

  it.each([
    ['localhost:3000/v1', 'http://localhost:3000/v1'],
    ['shop.localhost', 'http://shop.localhost'],
    ['10.1.2.3:8080', 'http://10.1.2.3:8080'],
    ['[::1]:8080', 'http://[::1]:8080'],
    ['localhost:443', 'http://localhost:443'],
    ['localhost.example.com', 'https://localhost.example.com'],
  ])('with the address %s is about %s', (address, baseUrl) => {
    const { values, notes } = read(`curl ${address}`)
    expect(values.baseUrl).toBe(baseUrl)
    const [scheme] = baseUrl.split(':')
    expect(notes).toEqual([`The URL says neither http nor https, so ${scheme} is used.`])
  })

  it('keeps further secrets as secret headers', () => {
    const { values } = read(
      `curl https://api.example.com -H 'Authorization: Bearer a' -H 'X-API-Key: b' -b 'sid=c' -A me`,
    )
    expect(values.authentication).toMatchObject({ type: 'bearer', token: 'a' })
    expect(values.defaultHeaders).toEqual([
      { name: 'X-API-Key', value: 'b', secret: true },
      { name: 'Cookie', value: 'sid=c', secret: true },
      { name: 'User-Agent', value: 'me', secret: false },
    ])
  })

  it('asks for secrets that are in variables instead of taking their names for them', () => {
    for (const command of [
      'curl -H "Authorization: Bearer $TOKEN" https://api.example.com',
      'curl -H "Authorization: Bearer $(cat token.txt)" https://api.example.com',
      'curl --oauth2-bearer "$TOKEN" https://api.example.com',
    ]) {
      const { values, notes } = read(command)
      expect(values.authentication).toMatchObject({ type: 'bearer', token: '' })
      expect(notes.join()).toContain('Enter it in the form.')
    }
    expect(read('curl -H "X-Tenant: $TENANT" https://api.example.com').values.defaultHeaders).toEqual([
      { name: 'X-Tenant', value: '', secret: false },
    ])
  })

  it('reads what browsers copy for Windows', () => {
    const { values, notes } = read(
      [
        'curl ^"https://api.example.com/v2/a?b=c^&d=e^%^20f^" ^',
        '  -H ^"accept: application/json^" ^',
        '  -H ^"sec-ch-ua: ^\\^"Chromium^\\^";v=^\\^"1^\\^"^" ^',
        '  -H ^"x-api-key: a^\\^"b^" ^',
        '  --data-raw ^"^{^\\^"a^\\^": 1^}^"',
      ].join('\r\n'),
    )
    expect(values).toMatchObject({
      baseUrl: 'https://api.example.com/v2',
      authentication: { type: 'apiKey', headerName: 'x-api-key', key: 'a"b' },
      defaultHeaders: [{ name: 'accept', value: 'application/json', secret: false }],
    })
    expect(notes).toContain('Left out: sec-ch-ua, which only browsers send.')
  })

  it('says what an endpoint can’t do', () => {
    const { values, notes } = read(
      'curl -k --digest -u a:b --proxy http://p:1 --cert c -H Host:x -m 9999 api.example.com | jq',
    )
    expect(values).toMatchObject({
      baseUrl: 'https://api.example.com',
      authentication: { type: 'none' },
      responseTimeoutSeconds: 600,
    })
    expect(notes).toEqual([
      'Left out: Host, which Sluice sets itself.',
      'Left out: --proxy and --cert, for which an endpoint has no setting.',
      'The URL says neither http nor https, so https is used.',
      'Sluice doesn’t sign in with --digest, so user name and password are left out.',
      '--max-time becomes 600 s: an endpoint waits 0.1 to 600 s.',
      'Left out: --insecure. Sluice always checks the certificate of an API.',
      'Left out: what follows the command.',
    ])
  })

  it('is only the first request of several', () => {
    const { values, notes } = read('curl --url https://a.example.com --next https://b.example.com -u a:b')
    expect(values).toMatchObject({ baseUrl: 'https://a.example.com', authentication: { type: 'none' } })
    expect(notes).toEqual(['Left out: what follows the command.'])
  })

  it('is read or refused with a reason, whatever it holds', () => {
    const options = fc.constantFrom(
      '-H',
      '-u',
      '-d',
      '-sSL',
      '-m',
      '--url',
      '-b',
      '-G',
      '--next',
      '^\n',
      '\\\n',
      '^"',
    )
    const part = fc.oneof(anyText(), options, fc.constant('https://api.example.com/v1?a=b'))
    const isExpected = (command: string) => {
      try {
        return read(command).baseUrls.length > 0
      } catch (error) {
        return error instanceof ImportError
      }
    }
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        expect(isExpected(`curl ${parts.join(' ')}`)).toBe(true)
      }),
      { numRuns: 2_000 },
    )
  })

  it.each([
    ['', 'Paste a cURL command first.'],
    ['wget https://api.example.com', 'A cURL command starts with “curl”.'],
    ['{"openapi": "3.0.0"}', 'Paste it under OpenAPI'],
    ['Invoke-WebRequest -Uri https://api.example.com', 'PowerShell'],
    ['curl -H', 'The value after -H is missing'],
    ['curl -s', 'has no URL'],
    ['curl https://$HOST/v1', 'The URL has $HOST in it'],
    ['curl ftp://api.example.com', 'begins with ftp://'],
    ['curl https://[bad', 'can’t be read'],
    ['curl --max-time soon https://api.example.com', '--max-time needs a number'],
  ])('is refused when it is “%s”, with the reason', (command, reason) => {
    expect(() => read(command)).toThrow(ImportError)
    expect(() => read(command)).toThrow(reason)
  })
})
