'use client'

import { useRouter } from 'next/navigation'
import { startTransition } from 'react'
import { ButtonLink } from '@/components/ui/button-link'
import { ErrorState } from '@/components/ui/error-state'

export type PageErrorProps = { error: Error & { digest?: string }; reset: () => void }

/** What stands in for a page that failed to render. The id finds the cause in the server's log. */
export function PageError({ error, reset }: PageErrorProps) {
  const router = useRouter()
  return (
    <ErrorState
      level={1}
      title="Couldn’t load this page"
      message="Something went wrong on our side. What you saved is safe."
      requestId={error.digest}
      onRetry={() =>
        startTransition(() => {
          router.refresh()
          reset()
        })
      }
      action={<ButtonLink href="/">Go to the start page</ButtonLink>}
    />
  )
}
