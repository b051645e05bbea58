import { FlowListSkeleton } from '@/components/flows/flow-list-skeleton'
import { Page } from '@/components/shell/page'
import { PageHeader } from '@/components/shell/page-header'
import { Card } from '@/components/ui/card'

export default function Loading() {
  return (
    <Page>
      <PageHeader title="Flows" description="Steps that call your APIs, one after another." />
      <Card>
        <FlowListSkeleton />
      </Card>
    </Page>
  )
}
