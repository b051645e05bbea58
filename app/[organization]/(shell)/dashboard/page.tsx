import type { Metadata } from 'next'
import { cookies } from 'next/headers'
import { Suspense } from 'react'
import { CardContent } from '@/components/dashboard/card-content'
import { Checklist } from '@/components/dashboard/checklist'
import { CreateActions } from '@/components/dashboard/create-actions'
import { DashboardCard } from '@/components/dashboard/dashboard-card'
import { EndpointsContent } from '@/components/dashboard/endpoints-content'
import { FlowsContent } from '@/components/dashboard/flows-content'
import { hiddenChecklistCookie } from '@/components/dashboard/hidden-checklist'
import { RecentRunsContent } from '@/components/dashboard/recent-runs-content'
import { RunsContent } from '@/components/dashboard/runs-content'
import { Page } from '@/components/shell/page'
import { PageHeader } from '@/components/shell/page-header'
import { ButtonLink } from '@/components/ui/button-link'
import type { OrgContext } from '@/lib/auth/context'
import { getPageContext } from '@/lib/auth/get-org-context'
import { getEndpointsOverview } from '@/lib/dashboard/endpoints-overview'
import { getFirstSteps } from '@/lib/dashboard/first-steps'
import { getFlowsOverview } from '@/lib/dashboard/flows-overview'
import { getRunsOfTheDay } from '@/lib/dashboard/runs-of-the-day'
import { listRuns } from '@/lib/runs/list-runs'

export const metadata: Metadata = { title: 'Dashboard' }

type Props = { params: Promise<{ organization: string }> }

export default async function DashboardPage({ params }: Props) {
  const { organization } = await params
  const ctx = await getPageContext(organization, `/${organization}/dashboard`)
  const showChecklist = !(await cookies()).has(hiddenChecklistCookie)
  return (
    <Page>
      <PageHeader title="Dashboard" actions={<CreateActions />} />
      <div className="grid gap-4 lg:grid-cols-4">
        {showChecklist && (
          <div className="lg:col-span-4">
            <Suspense>
              <CardContent ctx={ctx} load={getFirstSteps}>
                {(steps) => <Checklist steps={steps} />}
              </CardContent>
            </Suspense>
          </div>
        )}
        <DashboardCard title="Flows">
          <CardContent ctx={ctx} load={getFlowsOverview}>
            {(overview) => <FlowsContent {...overview} />}
          </CardContent>
        </DashboardCard>
        <DashboardCard title="API Endpoints">
          <CardContent ctx={ctx} load={getEndpointsOverview}>
            {(overview) => <EndpointsContent {...overview} />}
          </CardContent>
        </DashboardCard>
        <DashboardCard title="Runs in 24 h" className="lg:col-span-2" skeletonClassName="h-32">
          <CardContent ctx={ctx} load={(given) => getRunsOfTheDay(given)}>
            {(hours) => <RunsContent hours={hours} />}
          </CardContent>
        </DashboardCard>
        <DashboardCard
          title="Recent runs"
          className="lg:col-span-4"
          flush
          skeletonClassName="h-64"
          actions={
            <ButtonLink size="sm" variant="ghost" className="-mr-2" href={`/${organization}/runs`}>
              All runs
            </ButtonLink>
          }
        >
          <CardContent ctx={ctx} load={loadRecentRuns}>
            {(loaded) => <RecentRunsContent {...loaded} />}
          </CardContent>
        </DashboardCard>
      </div>
    </Page>
  )
}

async function loadRecentRuns(ctx: OrgContext) {
  const [page, steps] = await Promise.all([listRuns(ctx, { limit: 8 }), getFirstSteps(ctx)])
  return { runs: page.data, hasFlow: steps.hasFlow, demoFlowId: steps.demoFlowId }
}
