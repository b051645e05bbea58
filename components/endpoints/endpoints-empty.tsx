'use client'

import { Plug } from 'lucide-react'
import { useOrganization } from '@/components/shell/organization-context'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'

/** Before there is any endpoint: what one is for. */
export function EndpointsEmpty({ level, onNew }: { level?: 2 | 3; onNew: () => void }) {
  const { refusal } = useOrganization()
  return (
    <EmptyState
      level={level}
      icon={<Plug />}
      title="No API endpoints yet"
      actions={
        <Button variant="primary" disabledReason={refusal('admin', 'add endpoints')} onClick={onNew}>
          New endpoint
        </Button>
      }
    >
      An endpoint stores a base URL, headers and sign-in details once, so every flow can use them.
    </EmptyState>
  )
}
