import { listAuditLog } from '@/lib/audit/list-audit-log'
import { auditLogPageSchema, listAuditLogSchema } from '@/lib/audit/schema'
import { parseInput } from '@/lib/parse-input'
import { addRoute, type Api } from './api'
import { jsonResponse } from './description'
import { queryOf } from './query'

export function auditLogRoutes(api: Api): void {
  addRoute(
    api,
    {
      method: 'get',
      path: '/audit-log',
      operationId: 'listAuditLog',
      tags: ['Audit log'],
      summary: 'List what was done in the organization',
      request: { query: listAuditLogSchema },
      responses: { 200: jsonResponse('A page of entries, the newest first', auditLogPageSchema) },
    },
    async (c) => c.json(await listAuditLog(c.get('ctx'), parseInput(listAuditLogSchema, queryOf(c)))),
  )
}
