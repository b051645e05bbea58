import { EndpointListSkeleton } from '@/components/endpoints/list/endpoint-list-skeleton'
import { Page } from '@/components/shell/page'
import { PageHeader } from '@/components/shell/page-header'
import { Card } from '@/components/ui/card'

export default function Loading() {
  return (
    <Page>
      <PageHeader
        title="API Endpoints"
        description="Connections to other people’s APIs, kept once and used in every flow."
      />
      <Card>
        <EndpointListSkeleton />
      </Card>
    </Page>
  )
}
