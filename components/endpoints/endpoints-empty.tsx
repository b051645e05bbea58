'use client'

import { Plug } from 'lucide-react'
import { useOrganization } from '@/components/shell/organization-context'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'

type EndpointsEmptyProps = {
  level?: 2 | 3
  onNew: () => void
  /** Absent where there is no room for it. */
  onImport?: () => void
}

/** Before there is any endpoint: what one is for. */
export function EndpointsEmpty({ level, onNew, onImport }: EndpointsEmptyProps) {
  const { refusal } = useOrganization()
  const mayNotAdd = refusal('admin', 'add endpoints')
  return (
    <EmptyState
      level={level}
      icon={<Plug />}
      title="No API endpoints yet"
      actions={
        <>
          <Button variant="primary" disabledReason={mayNotAdd} onClick={onNew}>
            New endpoint
          </Button>
          {onImport && (
            <Button disabledReason={mayNotAdd} onClick={onImport}>
              Import from cURL
            </Button>
          )}
        </>
      }
    >
      An endpoint stores a base URL, headers and sign-in details once, so every flow can use them.
    </EmptyState>
  )
}
