import { describe, expect, it } from 'vitest'
import { egressOf } from './egress-of'
import { decide } from './http/decide'

const config = {
  port: 4000,
  appUrl: 'https://sluice.example.com',
  metricsPort: null,
  egressAllow: 'db.corp:6000=10.0.0.0/8,127.0.0.1:4000,127.0.0.1:6000',
  egressPorts: '',
  egressHttpsOnly: false,
}
const verdict = (databaseUrl: string | null, url: string, addresses: string[] | null = null) => {
  const decision = decide(url, addresses, egressOf({ ...config, databaseUrl }))
  return decision.allowed ? 'allowed' : decision.reason
}

describe('egressOf', () => {
  it('blocks our own address and port, whatever is allowed', () => {
    expect(verdict(null, 'http://127.0.0.1:4000')).toBe('own_listener')
    expect(verdict(null, 'https://sluice.example.com')).toBe('own_listener')
    const ofWorker = egressOf({ ...config, metricsPort: 6000, databaseUrl: null })
    expect(decide('http://127.0.0.1:6000', null, ofWorker)).toMatchObject({ reason: 'own_listener' })
  })

  it.each([
    'postgres://sluice@db.corp:6000/sluice',
    'postgres://sluice@elsewhere.corp/sluice?host=db.corp&port=6000',
    'postgres:///sluice?host=db.corp&port=6000',
  ])('blocks the database, however its URL names it: %s', (databaseUrl) => {
    expect(verdict(databaseUrl, 'http://db.corp:6000', ['10.0.0.1'])).toBe('own_listener')
  })

  it.each([null, 'postgres:///sluice?host=/run/postgresql&port=6000'])(
    'blocks nothing more without a database on the network: %j',
    (databaseUrl) => {
      expect(verdict(databaseUrl, 'http://db.corp:6000', ['10.0.0.1'])).toBe('allowed')
      expect(verdict(databaseUrl, 'http://127.0.0.1:6000')).toBe('allowed')
    },
  )
})
