import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { AuditLog } from '@/components/audit/audit-log'
import { listShownAuditLog } from '@/lib/audit/list-shown-audit-log'
import { auditLogQuery, auditPageSize } from '@/lib/audit/queries'
import { listAuditLogSchema } from '@/lib/audit/schema'
import { getPageContext } from '@/lib/auth/get-org-context'
import { roleIncludes } from '@/lib/auth/roles'

export const metadata: Metadata = { title: 'Audit log' }

type Props = {
  params: Promise<{ organization: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

const filterSchema = listAuditLogSchema.pick({ action: true, actor: true, object: true })

export default async function AuditLogPage({ params, searchParams }: Props) {
  const { organization } = await params
  const ctx = await getPageContext(organization, `/${organization}/audit-log`)
  const { action, actor, object, from, to } = await searchParams
  // An address that was mistyped shows everything rather than nothing.
  const filter = filterSchema.safeParse({ action, actor, object }).data ?? {}
  const queryClient = new QueryClient()
  // Days begin and end where the reader is, which only the browser knows.
  if (roleIncludes(ctx.role, 'admin') && from === undefined && to === undefined) {
    await queryClient.prefetchInfiniteQuery({
      ...auditLogQuery(organization, filter),
      queryFn: () => listShownAuditLog(ctx, listAuditLogSchema.parse({ ...filter, limit: auditPageSize })),
    })
  }
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <AuditLog />
    </HydrationBoundary>
  )
}
