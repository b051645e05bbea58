import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { ConfigurationError, parseSettings } from './env'

const external = {
  DATABASE_URL: 'postgres://owner@db.example.com/sluice',
  AUTH_SECRET: randomBytes(32).toString('base64'),
  ENCRYPTION_KEYS: `k1:${randomBytes(32).toString('base64')}`,
}

describe('parseSettings', () => {
  it('needs nothing, and defaults to what is safe', () => {
    expect(parseSettings({})).toEqual({
      port: 3000,
      appUrl: 'http://localhost:3000',
      dataDir: '.data',
      databaseUrl: null,
      authSecret: null,
      encryptionKeys: null,
      encryptionKeysFile: null,
      adminEmail: null,
      adminPassword: null,
      egressAllow: '',
      egressPorts: '',
      egressDnsServers: [],
      egressHttpsOnly: false,
      concurrency: { perProcess: 1000, perOrg: 200, perOriginOfOrg: 100 },
      demo: true,
      rateLimits: true,
      runsPerMinute: null,
      workers: 1,
      oidc: null,
      logLevel: 'info',
      metricsToken: null,
      metricsPort: null,
      retentionDays: 30,
      otlpEndpoint: null,
    })
  })

  it('counts an empty variable as unset', () => {
    expect(parseSettings({ PORT: '', APP_URL: '', DATABASE_URL: '' })).toEqual(parseSettings({}))
  })

  it('takes the port into the address, and the address as an origin', () => {
    expect(parseSettings({ PORT: '4000' }).appUrl).toBe('http://localhost:4000')
    expect(parseSettings({ APP_URL: 'https://Sluice.example.com/' }).appUrl).toBe(
      'https://sluice.example.com',
    )
  })

  it('reads lists and switches', () => {
    const settings = parseSettings({ EGRESS_DNS_SERVERS: '10.0.0.53:53, [fd00::53]:53', DEMO: 'off' })
    expect(settings.egressDnsServers).toEqual(['10.0.0.53:53', '[fd00::53]:53'])
    expect(settings.demo).toBe(false)
  })

  it('leaves the demo out where plain http is refused, which it speaks', () => {
    expect(parseSettings({ EGRESS_HTTPS_ONLY: 'on' })).toMatchObject({ egressHttpsOnly: true, demo: false })
  })

  it('accepts a database of the operator’s with both secrets', () => {
    expect(parseSettings(external)).toMatchObject({ databaseUrl: external.DATABASE_URL })
  })

  it.each(['AUTH_SECRET', 'ENCRYPTION_KEYS'])('asks for %s when the database is the operator’s', (name) => {
    expect(() => parseSettings({ ...external, [name]: undefined })).toThrow(
      `${name} is required with DATABASE_URL`,
    )
  })

  it.each([
    ['PORT', 'http'],
    ['PORT', '0'],
    ['PORT', '65536'],
    ['PORT', '80.5'],
    ['APP_URL', 'sluice.example.com'],
    ['APP_URL', 'https://sluice.example.com/app'],
    ['APP_URL', 'ftp://sluice.example.com'],
    ['DATABASE_URL', 'mysql://db/sluice'],
    ['DATABASE_URL', 'postgres://db'],
    ['AUTH_SECRET', 'short'],
    ['ADMIN_EMAIL', 'admin'],
    ['ADMIN_PASSWORD', 'short'],
    ['EGRESS_HTTPS_ONLY', 'yes'],
    ['MAX_CALLS_PER_ORIGIN', '0'],
    ['MAX_CALLS', '1.5'],
    ['DEMO', 'false'],
    ['RATE_LIMITS', '0'],
    ['MAX_RUNS_PER_MINUTE', '0'],
    ['LOG_LEVEL', 'verbose'],
    ['OIDC_ISSUER', 'sso.example.com'],
    ['OIDC_ISSUER', 'http://sso.example.com'],
    ['OIDC_ISSUER', 'http://10.0.0.5'],
    ['OIDC_ISSUER', 'http://localhost.example.com'],
    ['OIDC_ISSUER', 'ftp://localhost'],
    ['OIDC_ISSUER', 'https://user:password@sso.example.com'],
    ['OIDC_ISSUER', 'https://sso.example.com/?tenant=1'],
    ['OIDC_ISSUER', 'https://sso.example.com/#'],
    ['METRICS_PORT', '0'],
    ['RETENTION_DAYS', '0'],
    ['RETENTION_DAYS', '1.5'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector:4318'],
    ['NODE_TLS_REJECT_UNAUTHORIZED', '0'],
  ])('refuses %s=%s and names it', (name, value) => {
    expect(() => parseSettings({ ...external, [name]: value })).toThrow(ConfigurationError)
    expect(() => parseSettings({ ...external, [name]: value })).toThrow(name)
  })

  it('asks for METRICS_TOKEN with METRICS_PORT, where nobody could read anything without it', () => {
    expect(() => parseSettings({ METRICS_PORT: '9464' })).toThrow('METRICS_PORT needs METRICS_TOKEN')
    const both = { METRICS_PORT: '9464', METRICS_TOKEN: 'token' }
    expect(parseSettings(both)).toMatchObject({ metricsPort: 9464, metricsToken: 'token' })
  })

  describe('single sign-on', () => {
    const oidc = {
      OIDC_ISSUER: 'https://sso.example.com/tenant/',
      OIDC_CLIENT_ID: 'sluice',
      OIDC_CLIENT_SECRET: randomBytes(12).toString('hex'),
    }

    it('takes all three, and the issuer as it is spelled', () => {
      expect(parseSettings(oidc).oidc).toEqual({
        issuer: 'https://sso.example.com/tenant/',
        clientId: 'sluice',
        clientSecret: oidc.OIDC_CLIENT_SECRET,
      })
    })

    it.each(['http://localhost:9000', 'http://127.0.0.1:9000/', 'http://[::1]:9000', 'http://sso.localhost'])(
      'takes a provider on this machine over plain http: %s',
      (issuer) => {
        expect(parseSettings({ ...oidc, OIDC_ISSUER: issuer }).oidc).toMatchObject({ issuer })
        expect(() => parseSettings({ ...oidc, OIDC_ISSUER: issuer, EGRESS_HTTPS_ONLY: 'on' })).toThrow(
          'OIDC_ISSUER is plain http, which EGRESS_HTTPS_ONLY refuses',
        )
      },
    )

    it.each(Object.keys(oidc))('asks for %s when the others are set', (name) => {
      const read = () => parseSettings({ ...oidc, [name]: '' })
      expect(read).toThrow(`${name} is missing`)
      expect(read).not.toThrow(oidc.OIDC_CLIENT_SECRET)
    })

    it('names every one that is missing', () => {
      const read = () => parseSettings({ OIDC_ISSUER: oidc.OIDC_ISSUER })
      expect(read).toThrow(/OIDC_CLIENT_ID is missing[\s\S]*OIDC_CLIENT_SECRET is missing/)
    })
  })

  it('names everything that is wrong at once, and quotes no value', () => {
    const read = () => parseSettings({ PORT: 'x', DEMO: 'maybe', AUTH_SECRET: 'hunter2' })
    expect(read).toThrow(/PORT[\s\S]*AUTH_SECRET[\s\S]*DEMO/)
    expect(read).not.toThrow(/hunter2/)
  })
})
