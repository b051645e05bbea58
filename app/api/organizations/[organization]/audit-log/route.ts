import { listShownAuditLog } from '@/lib/audit/list-shown-audit-log'
import { listAuditLogSchema } from '@/lib/audit/schema'
import { parseInput } from '@/lib/parse-input'
import { orgRoute } from '@/lib/route'

export const GET = orgRoute((ctx, { url }) =>
  listShownAuditLog(ctx, parseInput(listAuditLogSchema, Object.fromEntries(url.searchParams))),
)
