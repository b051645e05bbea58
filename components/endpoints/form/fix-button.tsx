import type { ComponentProps } from 'react'
import { Button } from '@/components/ui/button'

/**
 * Mends the field that is being typed in. Pressing it leaves the focus there: an error that appeared as
 * the field lost it would push the button away from under the pointer.
 */
export function FixButton(props: ComponentProps<typeof Button>) {
  return <Button size="sm" onMouseDown={(event) => event.preventDefault()} {...props} />
}
