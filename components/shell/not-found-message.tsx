import { SearchX } from 'lucide-react'
import { ButtonLink } from '@/components/ui/button-link'
import { EmptyState } from '@/components/ui/empty-state'

/** One text for what is missing and for what is somebody else's: nobody learns which. */
export function NotFoundMessage() {
  return (
    <EmptyState
      level={1}
      icon={<SearchX />}
      title="We can’t find that, or you don’t have access to it."
      actions={<ButtonLink href="/">Go to the start page</ButtonLink>}
    />
  )
}
