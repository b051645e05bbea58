import { listAuditPeople } from '@/lib/audit/list-audit-people'
import { orgRoute } from '@/lib/route'

export const GET = orgRoute(async (ctx) => ({ data: await listAuditPeople(ctx) }))
