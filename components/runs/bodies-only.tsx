import type { ReactNode } from 'react'
import { useOrganization } from '@/components/shell/organization-context'
import { Callout } from '@/components/ui/callout'

/** Viewers see that a step ran and how it ended, not what went through it; the server sends them none. */
export function BodiesOnly({ children }: { children: ReactNode }) {
  const { refusal } = useOrganization()
  const reason = refusal('editor', 'see what runs sent and received')
  return reason ? <Callout tone="info">{reason}</Callout> : children
}
