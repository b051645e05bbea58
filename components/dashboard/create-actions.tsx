'use client'

import { Plug, Plus } from 'lucide-react'
import { useOrganization } from '@/components/shell/organization-context'
import { ButtonLink } from '@/components/ui/button-link'

/** What can be made from here. Viewers make nothing, so they see nothing. */
export function CreateActions() {
  const { href, can, refusal } = useOrganization()
  if (!can('editor')) return null
  return (
    <>
      <ButtonLink
        href={href('/endpoints/new')}
        icon={<Plug aria-hidden />}
        disabledReason={refusal('admin', 'add endpoints')}
      >
        New endpoint
      </ButtonLink>
      <ButtonLink variant="primary" href={href('/flows?new=true')} icon={<Plus aria-hidden />}>
        New flow
      </ButtonLink>
    </>
  )
}
