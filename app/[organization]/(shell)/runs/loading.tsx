import { RunsSkeleton } from '@/components/runs/runs-states'
import { Page } from '@/components/shell/page'
import { PageHeader } from '@/components/shell/page-header'
import { Card } from '@/components/ui/card'

export default function RunsLoading() {
  return (
    <Page>
      <PageHeader title="Runs" description="What ran in all flows, newest first." />
      <Card>
        <RunsSkeleton />
      </Card>
    </Page>
  )
}
