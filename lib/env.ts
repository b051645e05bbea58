import { z } from 'zod'
import { appDatabaseUrl } from '@/db/app-role'
import { isSecureAddress } from '@/lib/auth/cookies'
import { passwordLimits } from '@/lib/auth/schema'

/** A wrong or missing setting. The message is for the operator and says what to set. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError'
}

const onOff = (byDefault: 'on' | 'off') =>
  z
    .enum(['on', 'off'], { error: 'must be on or off' })
    .default(byDefault)
    .transform((value) => value === 'on')

const origin = z.string().transform((text, ctx) => {
  const url = URL.canParse(text) ? new URL(text) : null
  const isOrigin = url && /^https?:$/.test(url.protocol) && !url.username && !url.password
  if (isOrigin && url.pathname === '/' && !url.search && !url.hash) return url.origin
  ctx.addIssue('must be an http or https origin without a path, such as https://sluice.example.com')
  return z.NEVER
})

const wholeNumber = (min: number, max: number) =>
  z.coerce
    .number({ error: 'must be a number' })
    .int('must be a whole number')
    .min(min, `must be at least ${min}`)
    .max(max, `must be at most ${max}`)

const calls = (byDefault: number) => wholeNumber(1, 100_000).default(byDefault)

const databaseUrl = z.string().refine((text) => {
  const url = URL.canParse(text) ? new URL(text) : null
  return url && /^postgres(ql)?:$/.test(url.protocol) && url.pathname.length > 1
}, 'must look like postgres://user:password@host:5432/database')

// Who answers there says who people are, and without TLS that could be anybody on the way. The text stays
// as it is: with or without a slash at its end are two issuers.
const issuer = z.string().refine((text) => {
  const url = URL.canParse(text) ? new URL(text) : null
  if (!url || !/^https?:$/.test(url.protocol) || !isSecureAddress(text)) return false
  return !url.username && !url.password && !/[?#\s]/.test(text)
}, 'must be an https URL such as https://sso.example.com; plain http is for this machine only')

const port = wholeNumber(1, 65_535)

const variables = z.object({
  PORT: port.default(3000),
  APP_URL: origin.optional(),
  DATA_DIR: z.string().default('.data'),
  DATABASE_URL: databaseUrl.optional(),
  AUTH_SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
  ENCRYPTION_KEYS: z.string().optional(),
  ENCRYPTION_KEYS_FILE: z.string().optional(),
  ADMIN_EMAIL: z.email('must be an email address').optional(),
  ADMIN_PASSWORD: z
    .string()
    .min(passwordLimits.min, `must have at least ${passwordLimits.min} characters`)
    .optional(),
  EGRESS_ALLOW: z.string().default(''),
  EGRESS_PORTS: z.string().default(''),
  EGRESS_DNS_SERVERS: z
    .string()
    .default('')
    .transform((text) => text.split(',').flatMap((server) => server.trim() || [])),
  EGRESS_HTTPS_ONLY: onOff('off'),
  MAX_CALLS: calls(1000),
  MAX_CALLS_PER_ORGANIZATION: calls(200),
  MAX_CALLS_PER_ORIGIN: calls(100),
  DEMO: onOff('on'),
  WORKERS: wholeNumber(0, 20).default(1),
  RATE_LIMITS: onOff('on'),
  MAX_RUNS_PER_MINUTE: wholeNumber(1, 1_000_000).optional(),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], {
      error: 'must be trace, debug, info, warn, error, fatal or silent',
    })
    .default('info'),
  OIDC_ISSUER: issuer.optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  METRICS_TOKEN: z.string().optional(),
  METRICS_PORT: port.optional(),
  RETENTION_DAYS: wholeNumber(1, 36_500).default(30),
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .url({ protocol: /^https?$/, error: 'must be an http or https URL, such as http://localhost:4318' })
    .optional(),
})

const oidcNames = ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'] as const

/** The provider of single sign-on. */
export type OidcSettings = { issuer: string; clientId: string; clientSecret: string }

export type Settings = ReturnType<typeof parseSettings>

/**
 * What the operator said, with defaults. `databaseUrl` is null for the embedded database; then the
 * two secrets may be null too, and the start generates them. An empty variable counts as unset, as
 * compose files and unit files write it.
 * @throws ConfigurationError naming every variable that is wrong
 */
export function parseSettings(source: Record<string, string | undefined>) {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''))
  const parsed = variables.safeParse(given)
  const problems = parsed.success
    ? []
    : parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`)
  if (given.DATABASE_URL) {
    for (const name of ['AUTH_SECRET', 'ENCRYPTION_KEYS']) {
      if (!given[name]) problems.push(`${name} is required with DATABASE_URL: all instances must share one`)
    }
  }
  const missing = oidcNames.filter((name) => !given[name])
  if (missing.length < oidcNames.length) {
    for (const name of missing)
      problems.push(`${name} is missing: single sign-on needs all of ${oidcNames.join(', ')}`)
  }
  if (given.OIDC_ISSUER?.startsWith('http:') && given.EGRESS_HTTPS_ONLY === 'on') {
    problems.push('OIDC_ISSUER is plain http, which EGRESS_HTTPS_ONLY refuses')
  }
  if (given.METRICS_PORT && !given.METRICS_TOKEN) {
    problems.push('METRICS_PORT needs METRICS_TOKEN: nobody may read the metrics without one')
  }
  if (given.NODE_TLS_REJECT_UNAUTHORIZED === '0') {
    problems.push('NODE_TLS_REJECT_UNAUTHORIZED=0 would accept any certificate; remove it')
  }
  if (!parsed.success || problems.length > 0) {
    throw new ConfigurationError(['The configuration is not valid:', ...problems].join('\n  '))
  }
  const values = parsed.data
  return {
    port: values.PORT,
    /** The one canonical origin, without a slash at its end. */
    appUrl: values.APP_URL ?? `http://localhost:${values.PORT}`,
    dataDir: values.DATA_DIR,
    databaseUrl: values.DATABASE_URL ?? null,
    authSecret: values.AUTH_SECRET ?? null,
    /** Raw; `lib/vault/key-ring.ts` parses it. */
    encryptionKeys: values.ENCRYPTION_KEYS ?? null,
    /** Where the generated key ring is kept. The start sets it; operators give `ENCRYPTION_KEYS`. */
    encryptionKeysFile: values.ENCRYPTION_KEYS_FILE ?? null,
    adminEmail: values.ADMIN_EMAIL ?? null,
    adminPassword: values.ADMIN_PASSWORD ?? null,
    /** Raw; `lib/http/egress-policy.ts` parses it. */
    egressAllow: values.EGRESS_ALLOW,
    /** Raw, like the one before. */
    egressPorts: values.EGRESS_PORTS,
    egressDnsServers: values.EGRESS_DNS_SERVERS,
    egressHttpsOnly: values.EGRESS_HTTPS_ONLY,
    /** How many calls of flows may run at once in a process. */
    concurrency: {
      perProcess: values.MAX_CALLS,
      perOrg: values.MAX_CALLS_PER_ORGANIZATION,
      perOriginOfOrg: values.MAX_CALLS_PER_ORIGIN,
    },
    /** The demo API speaks plain http, so without that there is no demo. */
    demo: values.DEMO && !values.EGRESS_HTTPS_ONLY,
    /** Run workers inside of the web process. */
    workers: values.WORKERS,
    rateLimits: values.RATE_LIMITS,
    /** Of one organization, over all processes; `null` for as many as it likes. */
    runsPerMinute: values.MAX_RUNS_PER_MINUTE ?? null,
    oidc: oidcOf(values),
    logLevel: values.LOG_LEVEL,
    /** Who shows it may read the metrics; nobody may without one. */
    metricsToken: values.METRICS_TOKEN ?? null,
    /** Where workers serve their metrics, which have no other port. */
    metricsPort: values.METRICS_PORT ?? null,
    retentionDays: values.RETENTION_DAYS,
    /** Whether there are traces. The exporter reads this and the other `OTEL_…` variables by itself. */
    otlpEndpoint: values.OTEL_EXPORTER_OTLP_ENDPOINT ?? null,
  }
}

function oidcOf(values: z.output<typeof variables>): OidcSettings | null {
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET } = values
  if (!OIDC_ISSUER || !OIDC_CLIENT_ID || !OIDC_CLIENT_SECRET) return null
  return { issuer: OIDC_ISSUER, clientId: OIDC_CLIENT_ID, clientSecret: OIDC_CLIENT_SECRET }
}

export type Env = Settings & { databaseUrl: string; authSecret: string; encryptionKeys: string }

let cached: Env | undefined

/**
 * The settings of the running server, read once and on first use, so that a build needs none of them.
 * `databaseUrl` is that of the application's own role, whoever's is in `DATABASE_URL`.
 * @throws ConfigurationError
 */
export function env(): Env {
  cached ??= requireComplete(parseSettings(process.env))
  return cached
}

function requireComplete(settings: Settings): Env {
  const { databaseUrl, authSecret, encryptionKeys } = settings
  if (!databaseUrl || !authSecret || !encryptionKeys) {
    throw new ConfigurationError('No database is prepared. Start Sluice with npm start or npm run dev.')
  }
  return { ...settings, databaseUrl: appDatabaseUrl(databaseUrl, authSecret), authSecret, encryptionKeys }
}

/** For the log, which has to work before and without complete settings. A wrong value stops the start. */
export function logLevel(): Settings['logLevel'] {
  return variables.shape.LOG_LEVEL.catch('info').parse(process.env.LOG_LEVEL || undefined)
}
