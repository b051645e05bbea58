import { type OrgContext, requireRole } from '@/lib/auth/context'
import { csvLine } from '@/lib/csv'
import { listAuditLog } from './list-audit-log'
import type { AuditLogEntry, AuditLogPage, ExportAuditLogInput, ExportFormat } from './schema'

/** The most that a page has. */
const limit = 200

/**
 * The entries that the filter lets through as a file, the newest first. They are read page by page, each in
 * a transaction of its own and only when its reader has taken the one before: the file is never in memory as
 * a whole, and a reader who leaves ends the reading. What is done meanwhile is newer than all of it.
 * @throws AppError `forbidden`, and whatever keeps the first page from being read, before there is a stream
 */
export async function exportAuditLog(
  ctx: OrgContext,
  { format, ...filter }: ExportAuditLogInput,
): Promise<Response> {
  requireRole(ctx, 'admin')
  const page = (cursor?: string) => listAuditLog(ctx, { ...filter, limit, cursor })
  const texts = textsOf(format, await page(), page)
  const encoder = new TextEncoder()
  const stream = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await texts.next()
        if (done) controller.close()
        else controller.enqueue(encoder.encode(value))
      },
      async cancel() {
        await texts.return()
      },
    },
    // Nothing is read ahead of its reader.
    { highWaterMark: 0 },
  )
  const name = `audit-log-${ctx.orgSlug}-${new Date().toISOString().slice(0, 10)}.${format}`
  return new Response(stream, {
    headers: {
      'content-type': contentTypes[format],
      'content-disposition': `attachment; filename="${name}"`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
  })
}

const contentTypes = {
  csv: 'text/csv; charset=utf-8; header=present',
  json: 'application/json',
} as const satisfies Record<ExportFormat, string>

/** The file in pieces, one a page. */
async function* textsOf(
  format: ExportFormat,
  first: AuditLogPage,
  nextPage: (cursor: string) => Promise<AuditLogPage>,
): AsyncGenerator<string, void, undefined> {
  const { head, entry, between, tail } = writers[format]
  let text = head
  for (let page = first, isFirst = true; ; isFirst = false) {
    if (!isFirst && page.data.length > 0) text += between
    yield text + page.data.map(entry).join(between)
    text = ''
    if (page.nextCursor === null) break
    page = await nextPage(page.nextCursor)
  }
  yield tail
}

type Writer = { head: string; entry: (entry: AuditLogEntry) => string; between: string; tail: string }

const writers: Record<ExportFormat, Writer> = {
  csv: {
    head: csvLine([
      'time',
      'actor type',
      'actor id',
      'actor name',
      'action',
      'object type',
      'object id',
      'object name',
      'details',
      'request id',
      'address',
    ]),
    entry: ({ at, actor, action, objectType, objectId, objectName, details, requestId, address }) =>
      csvLine([
        at,
        actor.type,
        actor.id,
        actor.name,
        action,
        objectType,
        objectId,
        objectName,
        JSON.stringify(details),
        requestId,
        address,
      ]),
    between: '',
    tail: '',
  },
  json: { head: '[\n', entry: (entry) => JSON.stringify(entry), between: ',\n', tail: '\n]\n' },
}
