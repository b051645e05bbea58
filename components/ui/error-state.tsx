'use client'

import { CircleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { cn } from '@/lib/utils'
import { Button } from './button'
import { CopyButton } from './copy-button'

type ErrorStateProps = {
  /** What failed. */
  title: string
  /** Why, if known, in a sentence. */
  message?: string
  /** For whoever looks into the log. */
  requestId?: string
  onRetry?: () => void
  retryLabel?: string
  /** Another way out, beside or instead of Retry. */
  action?: ReactNode
  level?: 1 | 2 | 3
  className?: string
}

export function ErrorState({
  title,
  message,
  requestId,
  onRetry,
  retryLabel = 'Retry',
  action,
  level = 2,
  className,
}: ErrorStateProps) {
  const Heading = `h${level}` as const
  return (
    <div role="alert" className={cn('flex flex-col items-center px-6 py-12 text-center', className)}>
      <CircleAlert aria-hidden className="mb-3 size-6 text-danger" />
      <Heading className="text-base font-semibold">{title}</Heading>
      {message && <p className="mt-1 max-w-md text-muted">{message}</p>}
      {(onRetry || action) && (
        <div className="mt-4 flex flex-wrap justify-center gap-2">
          {onRetry && <Button onClick={onRetry}>{retryLabel}</Button>}
          {action}
        </div>
      )}
      {requestId && (
        <p className="mt-4 flex items-center gap-1 text-xs text-muted">
          Request id <code className="font-mono">{requestId}</code>
          <CopyButton value={requestId} label="Copy request id" />
        </p>
      )}
    </div>
  )
}
