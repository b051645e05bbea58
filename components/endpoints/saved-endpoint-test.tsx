'use client'

import { useOrganization } from '@/components/shell/organization-context'
import type { Endpoint } from '@/lib/endpoints/schema'
import { TestPanel } from './test/test-panel'

/** Tests an endpoint as it is stored. */
export function SavedEndpointTest({ endpoint, autoStart }: { endpoint: Endpoint; autoStart?: boolean }) {
  const { refusal } = useOrganization()
  return (
    <TestPanel
      subject={() => ({ source: 'saved', id: endpoint.id })}
      edits={0}
      lastTest={endpoint.lastTest}
      disabledReason={refusal('editor', 'test endpoints')}
      autoStart={autoStart}
    />
  )
}
