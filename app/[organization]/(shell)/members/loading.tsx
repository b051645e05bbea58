import { MemberListSkeleton } from '@/components/members/member-list-skeleton'
import { Page } from '@/components/shell/page'
import { PageHeader } from '@/components/shell/page-header'
import { Card } from '@/components/ui/card'

export default function MembersLoading() {
  return (
    <Page>
      <PageHeader title="Members" description="Who belongs here, and what they may do." />
      <Card>
        <MemberListSkeleton />
      </Card>
    </Page>
  )
}
