import pg from 'pg'
import { createDatabase, type Database } from '@/db/client'
import { demoOrganizationName, findDemoEndpoint, followDemo, seedDemo } from '@/db/seed'
import { createServices } from '@/lib/create-services'
import { allowingDemo, demoPort } from '@/lib/demo/demo-port'
import { startDemo } from '@/lib/demo/start-demo'
import { env, type Settings } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { log } from '@/lib/log'
import { createOrganization } from '@/lib/organizations/create-organization'
import { findOrganization } from '@/lib/organizations/find-organization'
import { processServices } from '@/lib/process-services'
import { createUser } from '@/lib/users/create-user'
import { generatePassword } from './generate-password'
import { systemContext } from './system-context'
import { hasUsers } from './until-first-start'

/** Any number but the one of the migrations. */
const lockKey = 5_873_114_210

type Account = { email: string; password: string; isGenerated: boolean }

/**
 * Starts the demo API, and on an empty database makes the demo and the first account. Call it before
 * anything reads `env()`, because the origin of the demo API joins `EGRESS_ALLOW`.
 * @returns the account when it was made just now
 */
export async function firstStart(settings: Settings & { authSecret: string }): Promise<Account | null> {
  const url = process.env.DATABASE_URL ?? ''
  const { db, pool } = createDatabase(url, (err) => log.warn({ err }, 'database connection lost'))
  const lock = new pg.Client({ connectionString: url })
  lock.on('error', () => {}) // the next statement of whoever holds it fails with it
  await lock.connect()
  try {
    await lock.query('select pg_advisory_lock($1)', [lockKey])
    const demo = settings.demo ? await serveDemo(db, settings) : null
    if (await hasUsers(db)) return null
    return await makeFirstAccount(settings, demo)
  } finally {
    await lock.end()
    await pool.end()
  }
}

type DemoApi = { baseUrl: string; token: string }

async function serveDemo(db: Database, settings: Settings & { authSecret: string }): Promise<DemoApi> {
  const organization = await findOrganization({ db }, demoOrganizationName)
  const endpoint = organization && (await findDemoEndpoint({ db, orgId: organization.id }))
  const knownPort = endpoint ? demoPort(endpoint.baseUrl) : null
  const { port, token, moved } = await startDemo(settings.authSecret, knownPort)

  process.env.EGRESS_ALLOW = allowingDemo(settings.egressAllow, port)
  const api = { baseUrl: `http://127.0.0.1:${port}`, token }
  if (moved) log.warn({ port, before: knownPort }, 'another program has the port of the demo API; it moved')
  if (organization && knownPort !== null) {
    await followDemo(systemContext(processServices(), organization), api).catch((err: unknown) => {
      // Somebody gave it another secret, which must not go to another address without being entered again.
      if (!(err instanceof AppError)) throw err
      log.warn({ err }, 'the demo endpoint could not follow; delete it, or correct its base URL')
    })
  }
  return api
}

/** The account comes last: where there is one, everything before it was done. */
async function makeFirstAccount(settings: Settings, demo: DemoApi | null): Promise<Account> {
  const services = createServices(env())
  const name = demo ? demoOrganizationName : 'My organization'
  const organization = (await findOrganization(services, name)) ?? (await createOrganization(services, name))
  const ctx = systemContext(services, organization)
  if (demo) await seedDemo(ctx, demo)
  const account = {
    email: settings.adminEmail ?? 'admin@example.com',
    password: settings.adminPassword ?? generatePassword(),
    isGenerated: settings.adminPassword === null,
  }
  const { email, password } = account
  await createUser(ctx, { email, password, name: 'Admin', role: 'admin' })
  return account
}
