'use client'

import { useRouter } from 'next/navigation'
import { useTransition } from 'react'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'

type CardErrorProps = { message: string; requestId: string }

/** In place of a card's content; the other cards keep working. */
export function CardError({ message, requestId }: CardErrorProps) {
  const router = useRouter()
  const [retrying, retry] = useTransition()
  return (
    <div role="alert" className="flex flex-col items-start gap-2 p-1">
      <div>
        <p className="font-medium text-danger">Couldn’t load this card</p>
        <p className="text-muted">{message}</p>
      </div>
      <div className="flex flex-wrap items-center gap-1">
        <Button size="sm" loading={retrying} onClick={() => retry(() => router.refresh())}>
          Retry
        </Button>
        <CopyButton value={requestId} label="Copy request id" />
      </div>
    </div>
  )
}
