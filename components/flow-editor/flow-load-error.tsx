'use client'

import { useOrganization } from '@/components/shell/organization-context'
import { ButtonLink } from '@/components/ui/button-link'
import { ErrorState } from '@/components/ui/error-state'
import { ActionError } from '@/lib/action-result'

export function FlowLoadError({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const { href } = useOrganization()
  const body = error instanceof ActionError ? error.body : null
  const missing = body?.code === 'not_found'
  return (
    <main className="grid min-h-dvh place-items-center p-6">
      <ErrorState
        level={1}
        title={missing ? error.message : 'Couldn’t load this flow'}
        message={missing ? undefined : error.message}
        requestId={missing ? undefined : body?.requestId}
        onRetry={missing ? undefined : onRetry}
        action={<ButtonLink href={href('/flows')}>Go to flows</ButtonLink>}
      />
    </main>
  )
}
