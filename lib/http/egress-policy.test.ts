import { describe, expect, test } from 'vitest'
import { EgressPolicyError, parseEgressPolicy } from '@/lib/http/egress-policy'
import { createNameResolver, parseDnsServers } from '@/lib/http/resolve'

describe('EGRESS_ALLOW is refused when wrong, naming the entry', () => {
  test.each([
    '*',
    '*:443',
    '*.corp:443=10.0.0.0/8',
    '0.0.0.0/0:443',
    '[::/0]:443',
    'api.corp:443=0.0.0.0/0',
    'api.corp:443=::/0',
    '0.0.0.0/1:80',
    '127.0.0.1',
    '127.0.0.1:',
    '127.0.0.1:0',
    '127.0.0.1:65536',
    '127.0.0.1:080',
    '127.0.0.1:http',
    '127.1:80',
    '127.0.0.01:80',
    '0x7f000001:80',
    '2130706433:80',
    '::1:80',
    '[127.0.0.1]:80',
    '[::1%lo]:80',
    '[::ffff:10.0.0.1]:80',
    'localhost:80',
    'api.corp:443=',
    'api.corp:443=nonsense',
    'api.corp:443=10.0.0.1/8',
    'api.corp:443=10.0.0.0/33',
    'api.corp:443=10.0.0.0/8=x',
    'api..corp:443=10.0.0.0/8',
    '10.0.0.1:443=10.0.0.0/8',
    'http://api.corp:443=10.0.0.0/8',
    '10.0.0.0/8',
    '127.0.0.1:80,',
    '127.0.0.1:80,,127.0.0.1:81',
  ])('%s', (allow) => {
    expect(() => parseEgressPolicy({ allow })).toThrow(EgressPolicyError)
    expect(() => parseEgressPolicy({ allow: `10.0.0.1:80, ${allow}` })).toThrow('EGRESS_ALLOW entry “')
  })

  test('the error names the bad entry and not the good ones', () => {
    expect(() => parseEgressPolicy({ allow: '10.0.0.1:80, oops' })).toThrow(
      expect.objectContaining({ entry: 'oops' }),
    )
  })
})

test('spaces around entries are fine', () => {
  expect(parseEgressPolicy({ allow: ' 127.0.0.1:80 , [::1]:80 ' }).rules).toHaveLength(2)
})

test('policies that differ have different generations', () => {
  const generation = (allow: string) => parseEgressPolicy({ allow, localAddresses: [] }).generation
  expect(generation('10.0.0.1:80')).toBe(generation('10.0.0.1:80'))
  expect(generation('10.0.0.1:80')).not.toBe(generation('10.0.0.1:81'))
})

test('EGRESS_PORTS', () => {
  const ports = (text: string) => parseEgressPolicy({ ports: text, localAddresses: [] })
  expect(ports(' 443, 8000-8999 ').ports).toEqual([
    { first: 443, last: 443 },
    { first: 8000, last: 8999 },
  ])
  expect(ports('443').generation).not.toBe(ports('').generation)
  for (const wrong of ['0', '65536', '80-', '-80', '90-80', '080', 'https', '443,', '1-2-3', '*']) {
    expect(() => ports(wrong)).toThrow('EGRESS_PORTS entry “')
  }
})

test('EGRESS_DNS_SERVERS', () => {
  expect(parseDnsServers('')).toEqual([])
  expect(parseDnsServers('1.1.1.1, 127.0.0.1:5353,[::1]:53')).toEqual([
    '1.1.1.1',
    '127.0.0.1:5353',
    '[::1]:53',
  ])
  for (const wrong of [
    'dns.example.com',
    '1.1.1.1:x',
    '1.1.1.1:99999',
    '[1.1.1.1]:53',
    '1.1.1.1,',
    '::1:53:x',
  ]) {
    expect(() => parseDnsServers(wrong)).toThrow('EGRESS_DNS_SERVERS entry “')
  }
  expect(() => parseDnsServers('dns.example.com')).toThrow('is neither an ip nor ip:port')
  expect(() => createNameResolver({ servers: ['dns.example.com'] })).toThrow(EgressPolicyError)
})
