import { AuditSkeleton } from '@/components/audit/audit-skeleton'
import { Page } from '@/components/shell/page'
import { PageHeader } from '@/components/shell/page-header'
import { Card } from '@/components/ui/card'

export default function AuditLogLoading() {
  return (
    <Page>
      <PageHeader title="Audit log" description="Who did what in this organization, newest first." />
      <Card>
        <AuditSkeleton />
      </Card>
    </Page>
  )
}
