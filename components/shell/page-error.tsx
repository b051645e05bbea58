'use client'

import { ButtonLink } from '@/components/ui/button-link'
import { ErrorState } from '@/components/ui/error-state'
import { useRetryPage } from './use-retry-page'

export type PageErrorProps = { error: Error & { digest?: string }; reset: () => void }

/** What stands in for a page that failed to render. The id finds the cause in the server's log. */
export function PageError({ error, reset }: PageErrorProps) {
  const retry = useRetryPage(reset)
  return (
    <ErrorState
      level={1}
      title="Couldn’t load this page"
      message="Something went wrong on our side. What you saved is safe."
      requestId={error.digest}
      onRetry={retry}
      action={<ButtonLink href="/">Go to the start page</ButtonLink>}
    />
  )
}
