import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { appDatabaseUrl } from '@/db/app-role'
import { createDatabase } from '@/db/client'
import { demoOrganizationName, findDemoEndpoint } from '@/db/seed'
import { allowingDemo, demoPort } from '@/lib/demo/demo-port'
import { egressOf } from '@/lib/egress-of'
import type { Settings } from '@/lib/env'
import type { EgressPolicy } from '@/lib/http/egress-policy'
import { findOrganization } from '@/lib/organizations/find-organization'
import { clusterPaths } from './embedded-postgres/create-cluster'
import { portOfServer } from './embedded-postgres/postmaster'

/**
 * The policy of a server that runs with these settings. It only looks: it starts no database, makes no
 * file, and does without what can't be had.
 */
export async function runningEgress(settings: Settings): Promise<EgressPolicy> {
  const databaseUrl = runningDatabaseUrl(settings)
  const egressAllow = databaseUrl ? await runningEgressAllow(settings, databaseUrl) : settings.egressAllow
  return egressOf({ ...settings, databaseUrl, egressAllow })
}

/** `EGRESS_ALLOW` of the web process, which serves the demo API: with its address, when there is one. */
export async function runningEgressAllow(settings: Settings, appDatabaseUrl: string): Promise<string> {
  const port = settings.demo ? await findDemoPort(appDatabaseUrl) : null
  return port === null ? settings.egressAllow : allowingDemo(settings.egressAllow, port)
}

/** As the application's role; null when the embedded database is not running. */
function runningDatabaseUrl({ databaseUrl, authSecret, dataDir }: Settings): string | null {
  const ownerUrl = databaseUrl ?? embeddedUrl(dataDir)
  const secretPath = join(dataDir, 'auth-secret')
  const secret = authSecret ?? (existsSync(secretPath) ? readFileSync(secretPath, 'utf8').trim() : null)
  return ownerUrl && secret ? appDatabaseUrl(ownerUrl, secret) : ownerUrl
}

function embeddedUrl(dataDir: string): string | null {
  const port = portOfServer(clusterPaths(join(dataDir, 'postgres')).data)
  return port === null ? null : `postgres://127.0.0.1:${port}/sluice`
}

async function findDemoPort(databaseUrl: string): Promise<number | null> {
  const { db, pool } = createDatabase(databaseUrl, () => {}) // the query that it was for fails as well
  try {
    const organization = await findOrganization({ db }, demoOrganizationName)
    const endpoint = organization && (await findDemoEndpoint({ db, orgId: organization.id }))
    return endpoint ? demoPort(endpoint.baseUrl) : null
  } catch {
    console.error('The database can’t be asked, so the demo API counts as any address of this machine.')
    return null
  } finally {
    await pool.end()
  }
}
