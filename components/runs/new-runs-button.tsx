import { Button } from '@/components/ui/button'
import { plural } from '@/lib/format'

type Props = { count: number; onShow: () => void; size?: 'sm'; className?: string }

/** Says how many runs are newer than those of a list, once there are any, and shows them. */
export function NewRunsButton({ count, onShow, size, className }: Props) {
  return (
    <span className={className} aria-live="polite">
      {count > 0 && (
        <Button size={size} onClick={onShow}>
          {plural(count, 'new run', 'new runs')}
        </Button>
      )}
    </span>
  )
}
