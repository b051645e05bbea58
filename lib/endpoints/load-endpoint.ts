import { withOrg } from '@/db/client'
import { type AuditContext, writeAuditEntry } from '@/lib/audit/write-audit-entry'
import type { Credential, HeaderField, RedirectMode } from '@/lib/http/types'
import { log } from '@/lib/log'
import type { Services } from '@/lib/services'
import { VaultError } from '@/lib/vault/create-vault'
import { openSecrets } from './open-secrets'

/** An endpoint ready to be called. Holds secrets: only for the one call that it was loaded for. */
export type ResolvedEndpoint = {
  id: string
  name: string
  version: number
  baseUrl: string
  /** Secret ones included. */
  defaultHeaders: HeaderField[]
  /** Lower-case names of the secret ones. */
  secretHeaderNames: string[]
  credential: Credential
  connectTimeoutMs: number
  responseTimeoutMs: number
  redirects: RedirectMode
  /** Every text that must be masked in whatever comes back. */
  secrets: string[]
}

export type LoadResult =
  | { ok: true; endpoint: ResolvedEndpoint }
  | { ok: false; code: 'endpoint_deleted' | 'secret_unavailable'; message: string }

type LoadContext = Pick<Services, 'db' | 'reads' | 'vault'> & AuditContext

/**
 * Reads an endpoint with its secrets for a call: address, headers and secrets of one version, because
 * they come from one statement. What is remembered of it stays sealed. A secret that doesn't open is a
 * security event, and no call is made.
 */
export async function loadEndpoint(ctx: LoadContext, id: string): Promise<LoadResult> {
  const row = await ctx.reads.sealedEndpoint(ctx.orgId, id)
  if (!row) {
    return { ok: false, code: 'endpoint_deleted', message: 'This endpoint is no longer available.' }
  }
  try {
    const { name, version, baseUrl, connectTimeoutMs, responseTimeoutMs, redirects } = row
    const { defaultHeaders, secretHeaderNames, credential, secrets } = openSecrets(ctx.vault, ctx.orgId, row)
    // By name: each run has one of these, and copies of objects of many shapes cost it dearly.
    const endpoint = {
      id,
      name,
      version,
      baseUrl,
      defaultHeaders,
      secretHeaderNames,
      credential,
      connectTimeoutMs,
      responseTimeoutMs,
      redirects,
      secrets,
    }
    return { ok: true, endpoint }
  } catch (error) {
    if (!(error instanceof VaultError)) throw error
    await reportUnavailable(ctx, row)
    const message = `A secret of “${row.name}” is missing or can’t be opened. Enter it again.`
    return { ok: false, code: 'secret_unavailable', message }
  }
}

async function reportUnavailable(
  ctx: LoadContext,
  { id, name }: { id: string; name: string },
): Promise<void> {
  const { orgId, requestId } = ctx
  log.error(
    { security: 'secret_unavailable', orgId, endpointId: id, requestId },
    'a stored secret did not open',
  )
  await withOrg(ctx, (tx) =>
    writeAuditEntry(tx, ctx, {
      action: 'secret.unavailable',
      objectType: 'endpoint',
      objectId: id,
      objectName: name,
    }),
  )
}
