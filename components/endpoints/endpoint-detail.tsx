'use client'

import { useQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { parseAsStringLiteral, useQueryState } from 'nuqs'
import { useState } from 'react'
import { useRememberOpened } from '@/components/palette/opened-things'
import { useOrganization } from '@/components/shell/organization-context'
import { Page } from '@/components/shell/page'
import { PageHeader } from '@/components/shell/page-header'
import { Badge } from '@/components/ui/badge'
import { Tab, TabList, TabPanel, Tabs } from '@/components/ui/tabs'
import { showToast } from '@/components/ui/toast'
import { endpointQuery } from '@/lib/endpoints/queries'
import { DeleteEndpointDialog } from './delete-endpoint-dialog'
import { ActivityTab } from './detail/activity-tab'
import { UsageTab } from './detail/usage-tab'
import { EndpointForm } from './endpoint-form'
import { EndpointFormLoading } from './endpoint-form-loading'
import { EndpointMenu } from './endpoint-menu'
import { EndpointStatusBadge } from './endpoint-status-badge'
import { EndpointSummary } from './endpoint-summary'
import { useDiscardGuard } from './use-discard-guard'

const tabs = ['settings', 'usage', 'activity'] as const

/** One endpoint: its settings, who uses it, and what was done to it. */
export function EndpointDetail({ id }: { id: string }) {
  const { slug, href, can } = useOrganization()
  const router = useRouter()
  const guard = useDiscardGuard()
  const query = useQuery(endpointQuery(slug, id))
  useRememberOpened('endpoint', id)
  const [tab, setTab] = useQueryState(
    'tab',
    parseAsStringLiteral(tabs).withDefault('settings').withOptions({ history: 'push' }),
  )
  const [isDeleting, setDeleting] = useState(false)
  const list = href('/endpoints')
  const endpoint = query.data
  if (!endpoint) {
    return (
      <Page>
        <EndpointFormLoading query={query} />
      </Page>
    )
  }

  return (
    <Page>
      <PageHeader
        title={endpoint.name}
        back={{ href: list, label: 'API Endpoints' }}
        description={
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <span className="font-mono text-xs break-all">{endpoint.baseUrl}</span>
            <EndpointStatusBadge endpoint={endpoint} withAge />
            {endpoint.isDemo && <Badge>Demo</Badge>}
          </span>
        }
        actions={
          <EndpointMenu
            endpoint={endpoint}
            onDelete={() => setDeleting(true)}
            onDuplicated={(copy) => guard.attempt(() => router.push(href(`/endpoints/${copy.id}`)))}
          />
        }
      />
      <Tabs
        value={tab}
        onValueChange={(value) => {
          const next = tabs.find((known) => known === value)
          if (next) guard.attempt(() => void setTab(next))
        }}
      >
        <TabList label="Endpoint">
          <Tab value="settings">Settings</Tab>
          <Tab value="usage" count={endpoint.usedBy}>
            Usage
          </Tab>
          <Tab value="activity">Activity</Tab>
        </TabList>
        <TabPanel value="settings" className="pt-5">
          {can('admin') ? (
            <EndpointForm
              key={endpoint.id}
              endpoint={endpoint}
              layout="page"
              guard={guard}
              onCancel={() => router.push(list)}
              onSaved={() => {
                showToast({ title: 'Endpoint saved' })
                // The title of the window carries the name.
                router.refresh()
              }}
            />
          ) : (
            <EndpointSummary endpoint={endpoint} />
          )}
        </TabPanel>
        <TabPanel value="usage" className="pt-5">
          <UsageTab endpoint={endpoint} />
        </TabPanel>
        <TabPanel value="activity" className="pt-5">
          <ActivityTab endpoint={endpoint} />
        </TabPanel>
      </Tabs>
      {isDeleting && (
        <DeleteEndpointDialog
          endpoint={endpoint}
          onClose={() => setDeleting(false)}
          onDeleted={() => {
            guard.setDirty(false)
            router.push(list)
          }}
        />
      )}
    </Page>
  )
}
