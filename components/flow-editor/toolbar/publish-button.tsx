'use client'

import { CircleCheck, CloudUpload } from 'lucide-react'
import { ToolbarButton } from '@/components/ui/toolbar'
import { usePublish } from '../use-publish'

/** Says whether triggers run what is on screen, and makes them. */
export function PublishButton() {
  const { publish, isPublishing, published, isCurrent, refusal } = usePublish()
  const state = published === null ? 'not published yet' : `changed since version ${published.number}`
  return (
    <ToolbarButton
      label={isCurrent ? 'Published' : `Publish flow (${state})`}
      text={
        isCurrent ? (
          'Published'
        ) : (
          <>
            Publish
            {published !== null && <span aria-hidden className="size-1.5 rounded-full bg-accent" />}
          </>
        )
      }
      icon={isCurrent ? <CircleCheck aria-hidden className="text-success" /> : <CloudUpload aria-hidden />}
      variant="secondary"
      loading={isPublishing}
      disabledReason={refusal}
      onClick={() => publish()}
      className="max-md:hidden"
    />
  )
}
