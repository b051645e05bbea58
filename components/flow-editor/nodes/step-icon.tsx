import { cn } from '@/lib/utils'
import { stepType } from '../step-types'

/** The picture of a step's type. */
export function StepIcon({ type }: { type: string }) {
  const { icon: Icon } = stepType(type)
  return (
    <span
      className={cn(
        'grid size-8 shrink-0 place-items-center rounded-md bg-subtle text-muted [&_svg]:size-4',
        type === 'apiCall' && 'bg-accent-soft text-accent-ink',
      )}
    >
      <Icon aria-hidden />
    </span>
  )
}
