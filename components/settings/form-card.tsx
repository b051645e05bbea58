'use client'

import { type FormEvent, type ReactNode, useId } from 'react'
import { RetryCountdown } from '@/components/auth/retry-countdown'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Card, CardBody, CardFooter, CardHeader } from '@/components/ui/card'
import type { ErrorBody } from '@/lib/action-result'

type FormCardProps = {
  title: string
  description?: ReactNode
  submitLabel: string
  saving: boolean
  /** Why this person may not save. */
  disabledReason?: string
  /** Why it could not be saved, when it isn't the fault of a field. */
  problem: ErrorBody | null
  onProblemOver: () => void
  onSubmit: (event: FormEvent) => void
  children: ReactNode
}

/** A section that saves on its own. */
export function FormCard({
  title,
  description,
  submitLabel,
  saving,
  disabledReason,
  problem,
  onProblemOver,
  onSubmit,
  children,
}: FormCardProps) {
  const id = useId()
  const waitSeconds = problem?.code === 'rate_limited' ? problem.retryAfterSeconds : null
  return (
    <Card aria-labelledby={id}>
      <CardHeader id={id} title={title} description={description} />
      <form
        method="post"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          if (!saving && !disabledReason) onSubmit(event)
        }}
      >
        <CardBody className="flex flex-col gap-4">
          {children}
          {problem && (
            <Callout tone="danger" role="alert" title={waitSeconds === null && 'Couldn’t save'}>
              {waitSeconds === null ? (
                problem.message
              ) : (
                <RetryCountdown key={problem.requestId} seconds={waitSeconds} onEnd={onProblemOver} />
              )}
            </Callout>
          )}
        </CardBody>
        <CardFooter>
          <Button type="submit" variant="primary" loading={saving} disabledReason={disabledReason}>
            {submitLabel}
          </Button>
        </CardFooter>
      </form>
    </Card>
  )
}
