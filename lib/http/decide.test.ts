import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { decide, isAllowed } from '@/lib/http/decide'
import { isAllowListed, parseEgressPolicy, type EgressPolicyInput } from '@/lib/http/egress-policy'

// Hundreds of random cases take their time on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

const verdict = (url: string, addresses: string[] | null, input: EgressPolicyInput = {}) => {
  const decision = decide(url, addresses, parseEgressPolicy({ localAddresses: ['192.0.2.7'], ...input }))
  return decision.allowed ? 'allowed' : decision.reason
}

describe('the public internet is reachable', () => {
  test.each([
    ['https://api.example.com', ['93.184.216.34']],
    ['http://api.example.com:8080/v1', ['93.184.216.34', '2606:2800:220:1::1']],
    ['https://8.8.8.8', null],
    ['https://[2606:4700::1111]', null],
    ['https://bücher.example', ['1.1.1.1']],
    ['https://a_b.example.com', ['1.1.1.1']],
    ['https://-a-.example.com', ['1.1.1.1']],
    ['https://api.example.com.', ['1.1.1.1']],
    ['https://172.15.255.255', null],
    ['https://172.32.0.0', null],
    ['https://100.128.0.1', null],
    ['https://192.0.1.1', null],
    ['https://223.255.255.254', null],
    ['https://localhost.example.com', ['1.1.1.1']],
    ['https://internal.example.com', ['1.1.1.1']],
  ])('%s %j', (url, addresses) => {
    expect(verdict(url, addresses)).toBe('allowed')
  })
})

describe('refused before DNS', () => {
  test.each([
    ['', 'invalid_url'],
    ['api.example.com', 'invalid_url'],
    ['https://', 'invalid_url'],
    ['https://a..b', 'invalid_url'],
    ['https://localhost..', 'invalid_url'],
    ['https://exa$mple.com', 'invalid_url'],
    ['https://api.example.com\\@evil.test', 'invalid_url'],
    ['https://api.exam\tple.com', 'invalid_url'],
    ['https://api.example.com/\r\n', 'invalid_url'],
    ['https://api.example.com/\u007f', 'invalid_url'],
    [`https://api.example.com/${'x'.repeat(2048)}`, 'invalid_url'],
    ['ftp://api.example.com', 'forbidden_scheme'],
    ['file:///etc/passwd', 'forbidden_scheme'],
    ['javascript:alert(1)', 'forbidden_scheme'],
    ['blob:https://api.example.com/x', 'forbidden_scheme'],
    ['wss://api.example.com', 'forbidden_scheme'],
    ['https://user@api.example.com', 'user_info'],
    ['https://:x@api.example.com', 'user_info'],
    ['https://@api.example.com', 'user_info'],
    ['https:api:x@api.example.com', 'user_info'],
    ['http://api.example.com:22', 'forbidden_port'],
    ['http://api.example.com:6667', 'forbidden_port'],
    ['http://api.example.com:10080', 'forbidden_port'],
    ['http://api.example.com:0', 'forbidden_port'],
    ['http://localhost', 'forbidden_name'],
    ['http://LOCALHOST.', 'forbidden_name'],
    ['http://ｌｏｃａｌｈｏｓｔ', 'forbidden_name'],
    ['http://x.localhost', 'forbidden_name'],
    ['http://printer.local', 'forbidden_name'],
    ['http://metadata.google.internal', 'forbidden_name'],
    ['http://box.localdomain', 'forbidden_name'],
    ['http://nas.home.arpa', 'forbidden_name'],
  ])('%j: %s', (url, reason) => {
    expect(verdict(url, null)).toBe(reason)
  })

  test('plain http when only https is wanted', () => {
    expect(verdict('http://api.example.com', null, { httpsOnly: true })).toBe('forbidden_scheme')
    expect(verdict('https://api.example.com', null, { httpsOnly: true })).toBe('allowed')
  })
})

describe('refused addresses, as literals and as answers', () => {
  const special = [
    ...['0.0.0.0', '10.1.2.3', '100.64.0.1', '127.0.0.1', '127.255.255.255', '169.254.169.254', '172.16.0.1'],
    ...[
      '172.31.255.255',
      '192.0.0.1',
      '192.0.0.192',
      '192.0.2.1',
      '192.31.196.1',
      '192.52.193.1',
      '192.88.99.1',
    ],
    ...[
      '192.168.1.1',
      '192.175.48.1',
      '198.18.0.1',
      '198.19.255.255',
      '198.51.100.1',
      '203.0.113.1',
      '224.0.0.1',
    ],
    ...['239.255.255.255', '240.0.0.1', '255.255.255.255', '168.63.129.16', '100.100.100.200'],
    ...[
      '::',
      '::1',
      '::ffff:8.8.8.8',
      '::8.8.8.8',
      '::7f00:1',
      '64:ff9b::808:808',
      '64:ff9b:1::1',
      '2002:808:808::1',
    ],
    ...[
      '2001::1',
      '2001:db8::1',
      '2001:1::1',
      '2620:4f:8000::1',
      '3fff::1',
      '100::1',
      '100:0:0:1::1',
      '4000::1',
    ],
    ...['5f00::1', 'fc00::1', 'fd00:ec2::254', 'fe80::1', 'fec0::1', 'ff02::1', '::ffff:0:7f00:1'],
  ]
  test.each(special)('%s', (address) => {
    const literal = address.includes(':') ? `[${address}]` : address
    expect(verdict(`https://${literal}`, null)).toBe('forbidden_address')
    expect(verdict('https://api.example.com', [address])).toBe('forbidden_address')
    expect(verdict('https://api.example.com', ['1.1.1.1', address])).toBe('forbidden_address')
  })

  test.each([
    '2130706433',
    '0x7f000001',
    '017700000001',
    '127.1',
    '0x7f.1',
    '127.0.0.1.',
    '①②⑦.0.0.1',
    '%31%32%37.1',
  ])('another spelling of loopback: %s', (host) =>
    expect(verdict(`http://${host}`, null)).toBe('forbidden_address'),
  )

  test.each([
    '',
    'nonsense',
    '1.2.3',
    '01.2.3.4',
    '1.2.3.4/32',
    'fe80::1%eth0',
    '8.8.8.8 ',
    '0x8.8.8.8',
    '1.2.3.256',
  ])('an answer that is no plain address: %j', (answer) =>
    expect(verdict('https://api.example.com', [answer])).toBe('forbidden_address'),
  )

  test('no answer at all', () => expect(verdict('https://api.example.com', [])).toBe('no_address'))

  test('answers do not speak for a literal', () => {
    expect(verdict('https://127.0.0.1', ['1.1.1.1'])).toBe('forbidden_address')
  })
})

describe('EGRESS_ALLOW', () => {
  test.each([
    ['127.0.0.1:4010', 'http://127.0.0.1:4010', null, 'allowed'],
    ['127.0.0.1:4010', 'http://127.0.0.1:4011', null, 'forbidden_address'],
    ['127.0.0.1:4010', 'http://127.0.0.2:4010', null, 'forbidden_address'],
    ['127.0.0.1:4010', 'http://localhost:4010', ['127.0.0.1'], 'forbidden_name'],
    ['[::1]:4010', 'http://[::1]:4010', null, 'allowed'],
    ['10.0.0.5:25', 'http://10.0.0.5:25', null, 'allowed'],
    ['10.0.0.0/9:443', 'https://10.9.8.7', null, 'allowed'],
    ['10.0.0.0/9:443', 'https://[::ffff:10.9.8.7]', null, 'forbidden_address'],
    ['[fd00::/8]:443', 'https://[fd00::5]', null, 'allowed'],
    ['[fd00::]/8:443', 'https://[fd00::5]', null, 'allowed'],
    ['api.corp:443=10.1.0.0/16', 'https://api.corp', ['10.1.2.3'], 'allowed'],
    ['api.corp:443=10.1.0.0/16', 'https://API.corp.', ['10.1.2.3'], 'allowed'],
    ['api.corp:443=10.1.0.0/16', 'https://api.corp', ['10.2.0.1'], 'forbidden_address'],
    ['api.corp:443=10.1.0.0/16', 'https://other.corp', ['10.1.2.3'], 'forbidden_address'],
    ['api.corp:443=10.1.0.0/16', 'https://api.corp', ['10.1.2.3', '10.2.0.1'], 'forbidden_address'],
    ['api.corp:443=10.1.0.0/16,api.corp:443=10.2.0.0/16', 'https://api.corp', ['10.2.0.1'], 'allowed'],
    ['localhost:4010=127.0.0.0/8', 'http://localhost:4010', ['127.0.0.1'], 'allowed'],
    ['localhost:4010=127.0.0.0/8', 'http://localhost:4010', ['8.8.8.8'], 'forbidden_name'],
    ['db.internal:8080=10.0.0.0/8', 'http://db.internal:8080', ['10.0.0.1'], 'allowed'],
    ['api.example.com:25=93.184.216.0/24', 'http://api.example.com:25', ['93.184.216.34'], 'allowed'],
    ['api.example.com:25=93.184.216.0/24', 'http://api.example.com:25', ['1.1.1.1'], 'forbidden_port'],
    ['api.example.com:443=10.0.0.0/8', 'https://api.example.com', ['93.184.216.34'], 'allowed'],
    // the most specific wins: a name's own rules over general ones, a longer special range over a rule
    ['10.0.0.0/8:443,api.corp:443=10.1.0.0/16', 'https://api.corp', ['10.2.0.1'], 'forbidden_address'],
    ['172.0.0.0/8:443', 'https://172.16.0.1', null, 'forbidden_address'],
    ['172.16.0.0/13:443', 'https://172.16.0.1', null, 'allowed'],
    // a tie denies, other than between single addresses
    ['172.16.0.0/12:443', 'https://172.16.0.1', null, 'forbidden_address'],
    ['10.0.0.0/8:443', 'https://10.9.8.7', null, 'forbidden_address'],
    ['[::1/128]:443', 'https://[::1]', null, 'allowed'],
    // never, whatever is allowed
    ['169.254.169.254:80', 'http://169.254.169.254', null, 'forbidden_address'],
    ['100.64.0.0/10:80', 'http://100.100.100.200', null, 'forbidden_address'],
    ['[fd00:ec2::254]:80', 'http://[fd00:ec2::254]', null, 'forbidden_address'],
    ['meta.test:80=169.254.0.0/16', 'http://meta.test', ['169.254.169.254'], 'forbidden_address'],
  ])('%s: %s %j is %s', (allow, url, addresses, expected) => {
    expect(verdict(url, addresses, { allow })).toBe(expected)
  })

  test('nothing of it applies when it is empty', () => {
    expect(verdict('http://127.0.0.1:4010', null, { allow: '  ' })).toBe('forbidden_address')
  })

  test('covers a target or not', () => {
    const policy = parseEgressPolicy({ allow: '10.0.0.0/8:8080,api.corp:80=10.0.0.0/8' })
    expect(isAllowListed('http://10.1.1.1:8080/x', policy)).toBe(true)
    expect(isAllowListed('http://api.corp', policy)).toBe(true)
    expect(isAllowListed('http://api.corp:8080', policy)).toBe(false)
    expect(isAllowListed('http://10.1.1.1', policy)).toBe(false)
    expect(isAllowListed('not a url', policy)).toBe(false)
  })
})

describe('EGRESS_PORTS', () => {
  test.each([
    ['443', 'https://api.example.com', 'allowed'],
    ['443', 'http://api.example.com', 'forbidden_port'],
    ['443', 'https://api.example.com:8443', 'forbidden_port'],
    ['443', 'https://93.184.216.34:8443', 'forbidden_port'],
    ['443', 'https://api.corp:8443', 'allowed'],
    ['443,800-900', 'http://api.example.com:888', 'allowed'],
    ['1-65535', 'http://api.example.com:800', 'allowed'],
    // bad ports only by name
    ['1-65535', 'http://api.example.com:22', 'forbidden_port'],
    ['1-65535', 'http://api.example.com:6000', 'forbidden_port'],
    ['443,6000', 'http://api.example.com:6000', 'allowed'],
    // nothing of it concerns addresses
    ['1-65535', 'http://127.0.0.1:800', 'forbidden_address'],
  ])('%s: %s is %s', (ports, url, expected) => {
    const input = { ports, allow: 'api.corp:8443=93.184.216.0/24' }
    expect(verdict(url, url.includes('//api') ? ['93.184.216.34'] : null, input)).toBe(expected)
  })
})

describe('our own servers', () => {
  const own = (
    ownListeners: EgressPolicyInput['ownListeners'],
    url: string,
    addresses: string[] | null = null,
  ) =>
    verdict(url, addresses, {
      ownListeners,
      allow: '127.0.0.0/8:5432,[::1]:5432,192.0.2.7:5432,10.0.0.9:5432,10.0.0.8:5432',
    })

  test('on loopback or everywhere are reached through no address of this machine', () => {
    for (const host of ['127.0.0.1', '0.0.0.0', '::', 'localhost']) {
      for (const target of ['127.0.0.1', '127.8.8.8', '[::1]', '192.0.2.7']) {
        expect(own([{ host, port: 5432 }], `http://${target}:5432`)).toBe('own_listener')
      }
      expect(own([{ host, port: 5432 }], 'http://10.0.0.9:5432')).toBe('allowed')
    }
  })

  test('elsewhere are told by address or by name', () => {
    expect(own([{ host: '10.0.0.9', port: 5432 }], 'http://10.0.0.9:5432')).toBe('own_listener')
    expect(own([{ host: '10.0.0.9', port: 5432 }], 'http://x.example.com:5432', ['10.0.0.9'])).toBe(
      'own_listener',
    )
    expect(own([{ host: '10.0.0.9', port: 5432 }], 'http://10.0.0.8:5432')).toBe('allowed')
    expect(own([{ host: 'DB.corp.', port: 5432 }], 'http://db.corp:5432', ['10.0.0.9'])).toBe('own_listener')
  })
})

describe('for any input', () => {
  const bytes = fc.uint8Array({ minLength: 16, maxLength: 16 })
  const hex = (value: Uint8Array) =>
    Buffer.from(value)
      .toString('hex')
      .replace(/.{4}(?!$)/g, '$&:')

  test('an IPv6 address outside 2000::/3 is never allowed, in whatever spelling', () => {
    fc.assert(
      fc.property(bytes, (value) => {
        fc.pre((value[0]! & 0xe0) !== 0x20)
        expect(verdict(`https://[${hex(value)}]`, null)).not.toBe('allowed')
        expect(verdict('https://api.example.com', [hex(value)])).not.toBe('allowed')
      }),
    )
  })

  test('one bad address among good ones blocks, wherever it stands', () => {
    fc.assert(
      fc.property(fc.nat(5), fc.constantFrom('127.0.0.1', '10.0.0.1', '::1', 'x'), (index, bad) => {
        const answers = Array<string>(5).fill('1.1.1.1')
        answers.splice(index, 0, bad)
        expect(verdict('https://api.example.com', answers)).toBe('forbidden_address')
      }),
    )
  })

  test('text never makes it throw', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.array(fc.string()), (text, answers) => {
        expect(() => verdict(text, null)).not.toThrow()
        expect(() => verdict(`http://${text}`, answers)).not.toThrow()
      }),
    )
  })

  test('a parsed URL is judged as its text, also when its origin was judged before', () => {
    const policies = ['', '127.0.0.1:8080,10.1.0.0/16:443,api.internal:443=10.0.0.7/32'].map((allow) =>
      parseEgressPolicy({ allow, localAddresses: [], ownListeners: [{ host: 'sluice.example', port: 443 }] }),
    )
    const authority = fc.oneof(
      fc.domain(),
      fc.ipV4(),
      fc.ipV6().map((address) => `[${address}]`),
      fc.constantFrom(
        '127.0.0.1',
        '10.1.2.3',
        'api.internal',
        'localhost',
        'sluice.example',
        '0x7f.1',
        'a.b.',
      ),
    )
    const url = fc
      .tuple(
        fc.constantFrom('https', 'http', 'ftp', 'ws'),
        fc.constantFrom('', 'u@', 'u:p@', '@'),
        authority,
        fc.constantFrom('', ':80', ':443', ':8080', ':22', ':65535'),
        fc.oneof(fc.webPath(), fc.constantFrom('', '/\\x', '/a b', `/${'x'.repeat(2_100)}`)),
      )
      .map((parts) => `${parts[0]}://${parts.slice(1).join('')}`)
      .filter((text) => URL.canParse(text))
    fc.assert(
      fc.property(url, fc.constantFrom(...policies), (text, policy) => {
        const parsed = new URL(text)
        expect(isAllowed(parsed, policy)).toBe(decide(parsed.href, null, policy).allowed)
      }),
      { numRuns: 2_000 },
    )
  })

  test('an IPv4 address is judged the same as a literal and as an answer', () => {
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        expect(verdict(`https://${address}`, null)).toBe(verdict('https://api.example.com', [address]))
      }),
    )
  })
})
