import { withOrg } from '@/db/client'
import { type OrgContext, requireRole } from '@/lib/auth/context'
import { insertFlow } from './create-flow'
import { readFlow } from './read-flow'
import { type Flow, flowLimits } from './schema'

const suffix = ' (copy)'

/**
 * Copies a flow's draft into a new flow, which was never published.
 * @throws AppError `not_found`
 */
export async function duplicateFlow(ctx: OrgContext, { id }: { id: string }): Promise<Flow> {
  requireRole(ctx, 'editor')
  return withOrg(ctx, async (tx) => {
    const { name, description, definition } = await readFlow(tx, ctx.orgId, id)
    const copyName = name.slice(0, flowLimits.name - suffix.length).trimEnd() + suffix
    return insertFlow(tx, ctx, { name: copyName, description, definition })
  })
}
