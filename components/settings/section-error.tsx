'use client'

import type { PageErrorProps } from '@/components/shell/page-error'
import { useRetryPage } from '@/components/shell/use-retry-page'
import { Card } from '@/components/ui/card'
import { ErrorState } from '@/components/ui/error-state'

/** Stands in for one section; the others can still be opened. */
export function SectionError({ error, reset }: PageErrorProps) {
  const retry = useRetryPage(reset)
  return (
    <Card>
      <ErrorState
        title="Couldn’t load these settings"
        message="Something went wrong on our side. What you saved is safe."
        requestId={error.digest}
        onRetry={retry}
      />
    </Card>
  )
}
