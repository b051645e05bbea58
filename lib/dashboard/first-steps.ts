import { sql } from 'drizzle-orm'
import { withOrg } from '@/db/client'
import { type OrgContext, requireRole } from '@/lib/auth/context'

/** What a new organization has done already. */
export type FirstSteps = {
  hasEndpoint: boolean
  hasTestedEndpoint: boolean
  hasFlow: boolean
  hasApiCall: boolean
  hasRun: boolean
  /** A flow of the demo, to run at once. */
  demoFlowId: string | null
}

export async function getFirstSteps(ctx: OrgContext): Promise<FirstSteps> {
  requireRole(ctx, 'viewer')
  const { rows } = await withOrg(ctx, (tx) =>
    tx.execute<FirstSteps>(sql`
      select
        exists (select from endpoints e where e.organization_id = ${ctx.orgId} and e.deleted_at is null) as "hasEndpoint",
        exists (select from endpoints e where e.organization_id = ${ctx.orgId} and e.deleted_at is null and e.last_test is not null) as "hasTestedEndpoint",
        exists (select from flows f where f.organization_id = ${ctx.orgId} and f.deleted_at is null) as "hasFlow",
        exists (
          select from endpoint_uses u join flows f on f.organization_id = u.organization_id and f.id = u.flow_id
          where u.organization_id = ${ctx.orgId} and f.deleted_at is null
        ) as "hasApiCall",
        exists (select from runs r where r.organization_id = ${ctx.orgId}) as "hasRun",
        (
          select f.id from endpoints e
          join endpoint_uses u on u.organization_id = e.organization_id and u.endpoint_id = e.id
          join flows f on f.organization_id = u.organization_id and f.id = u.flow_id
          where e.organization_id = ${ctx.orgId} and e.is_demo and e.deleted_at is null and f.deleted_at is null
          order by f.created_at limit 1
        ) as "demoFlowId"`),
  )
  const [steps] = rows
  if (!steps) throw new Error('a select without from returned no row')
  return steps
}
