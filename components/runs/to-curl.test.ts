import { execFileSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { toCurl } from './to-curl'

const request = { method: 'GET', url: 'https://api.example.com/orders?id=1', headers: [], body: null }

/** The arguments that a shell hands to curl for this command. */
function argumentsOf(command: string, env: Record<string, string> = {}): string[] {
  const script = `curl() { printf '%s\\0' "$@"; }\n${command}`
  const output = execFileSync('sh', ['-c', script], { env: { ...process.env, ...env } })
  return output.toString().split('\0').slice(0, -1)
}

describe('a request as a curl command', () => {
  test('sends method, headers and body as they were, whatever they hold', () => {
    const body = `{"name": "O'Brien", "price": "$5", "tick": "\`id\`"}\nsecond line`
    const command = toCurl(
      { ...request, method: 'PUT', headers: [{ name: 'X-Note', value: `it's $HOME` }], body },
      'Billing API',
    )
    expect(argumentsOf(command)).toEqual([
      request.url,
      '-X',
      'PUT',
      '-H',
      `X-Note: it's $HOME`,
      '--data-raw',
      body,
    ])
  })

  test('reads a masked token from a variable that is named after the endpoint', () => {
    const command = toCurl(
      { ...request, headers: [{ name: 'Authorization', value: 'Bearer [REDACTED]' }] },
      'Billing API',
    )
    expect(command).toContain('$BILLING_API_TOKEN')
    const sent = argumentsOf(command, { BILLING_API_TOKEN: 'a"b c' })
    expect(sent).toEqual([request.url, '-H', 'Authorization: Bearer a"b c'])
  })

  test('names one variable for each masked header', () => {
    const headers = [
      { name: 'Authorization', value: 'Basic [REDACTED]' },
      { name: 'X-Tenant-Key', value: '[REDACTED]' },
    ]
    const command = toCurl({ ...request, headers }, '2nd API')
    expect(command).toContain('$API_2ND_API_CREDENTIALS')
    expect(command).toContain('$API_2ND_API_X_TENANT_KEY')
  })

  test('leaves out what curl works out by itself and keeps an empty header', () => {
    const headers = [
      { name: 'Host', value: 'api.example.com' },
      { name: 'content-length', value: '2' },
      { name: 'Accept-Encoding', value: 'gzip' },
      { name: 'X-Empty', value: '' },
    ]
    const sent = argumentsOf(toCurl({ ...request, method: 'POST', headers, body: '{}' }, null))
    expect(sent).toEqual([request.url, '--compressed', '-H', 'X-Empty;', '--data-raw', '{}'])
  })

  test('asks for headers only with HEAD, and takes brackets literally', () => {
    const sent = argumentsOf(toCurl({ ...request, method: 'HEAD', url: 'https://a.example/[1]' }, null))
    expect(sent).toEqual(['https://a.example/[1]', '--head', '--globoff'])
  })
})
