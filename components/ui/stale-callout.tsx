import { Button } from './button'
import { Callout } from './callout'

type StaleCalloutProps = {
  /** What kept it from being read again, as a sentence. */
  reason: string
  onRetry: () => void
  className?: string
}

/** Above a list that could not be read again, and stays as it was. */
export function StaleCallout({ reason, onRetry, className }: StaleCalloutProps) {
  return (
    <Callout
      tone="warning"
      className={className}
      actions={
        <Button size="sm" onClick={onRetry}>
          Retry
        </Button>
      }
    >
      This list may be out of date. {reason}
    </Callout>
  )
}
