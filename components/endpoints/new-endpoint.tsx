'use client'

import { useRouter } from 'next/navigation'
import { useOrganization } from '@/components/shell/organization-context'
import { Page } from '@/components/shell/page'
import { PageHeader } from '@/components/shell/page-header'
import { ButtonLink } from '@/components/ui/button-link'
import { EmptyState } from '@/components/ui/empty-state'
import { showToast } from '@/components/ui/toast'
import { EndpointForm } from './endpoint-form'
import { useDiscardGuard } from './use-discard-guard'

/** The form for a new endpoint on a page of its own. */
export function NewEndpoint() {
  const { href, refusal } = useOrganization()
  const router = useRouter()
  const guard = useDiscardGuard()
  const mayNotAdd = refusal('admin', 'add endpoints')
  const list = href('/endpoints')
  return (
    <Page>
      <PageHeader title="New endpoint" back={{ href: list, label: 'API Endpoints' }} />
      {mayNotAdd ? (
        <EmptyState title={mayNotAdd} actions={<ButtonLink href={list}>Back to the endpoints</ButtonLink>} />
      ) : (
        <EndpointForm
          endpoint={null}
          layout="page"
          guard={guard}
          onCancel={() => router.push(list)}
          onSaved={(endpoint) => {
            showToast({ title: 'Endpoint created' })
            router.replace(href(`/endpoints/${endpoint.id}`))
          }}
        />
      )}
    </Page>
  )
}
