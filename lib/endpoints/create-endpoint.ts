import { withOrg } from '@/db/client'
import { endpoints } from '@/db/schema'
import { writeAuditEntries } from '@/lib/audit/write-audit-entry'
import { type OrgContext, requireRole } from '@/lib/auth/context'
import { newId } from '@/lib/new-id'
import { auditedSettings } from './audited-settings'
import { checkSettings } from './check-settings'
import { refuseInvalid } from './refuse-invalid'
import { refusingTakenNames } from './name-taken'
import { readEndpoint } from './read-endpoints'
import { saveSecrets } from './save-secrets'
import type { CreateEndpointInput, Endpoint } from './schema'
import { newSecrets } from './secret-changes'
import { newSettings } from './settings'

/** @throws AppError `forbidden`, `rate_limited` or `invalid_input` */
export async function createEndpoint(
  ctx: OrgContext,
  input: CreateEndpointInput,
  options: { isDemo?: boolean } = {},
): Promise<Endpoint> {
  requireRole(ctx, 'admin')
  await ctx.rateLimits.take('endpoint_writes', ctx.orgId)
  const settings = newSettings(input)
  const { changes, errors } = newSecrets(input, settings)
  const merged = { settings, current: null, secrets: changes, kept: new Map() }
  refuseInvalid([...errors, ...checkSettings(ctx.egress, merged)])

  const id = newId()
  const by = ctx.actor.name
  return refusingTakenNames(settings.name, () =>
    withOrg(ctx, async (tx) => {
      await tx.insert(endpoints).values({
        id,
        organizationId: ctx.orgId,
        ...settings,
        isDemo: options.isDemo ?? false,
        createdBy: by,
        updatedBy: by,
      })
      const about = { objectType: 'endpoint', objectId: id, objectName: settings.name } as const
      const secretEntries = await saveSecrets(tx, ctx, { id, name: settings.name }, changes, new Set())
      const details = { settings: auditedSettings(settings) }
      await writeAuditEntries(tx, ctx, [{ action: 'endpoint.created', ...about, details }, ...secretEntries])
      return readEndpoint(tx, ctx, id)
    }),
  )
}
