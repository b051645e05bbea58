import { exportAuditLog } from '@/lib/audit/export-audit-log'
import { exportAuditLogSchema } from '@/lib/audit/schema'
import { parseInput } from '@/lib/parse-input'
import { orgRoute } from '@/lib/route'

export const GET = orgRoute((ctx, { url }) =>
  exportAuditLog(ctx, parseInput(exportAuditLogSchema, Object.fromEntries(url.searchParams))),
)
