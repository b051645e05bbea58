'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useId, useRef, useState } from 'react'
import { setChecklistHidden } from '@/components/dashboard/hidden-checklist'
import { useOrganization } from '@/components/shell/organization-context'
import { Button } from '@/components/ui/button'
import { ButtonLink } from '@/components/ui/button-link'
import { Card, CardBody, CardHeader } from '@/components/ui/card'
import { showToast } from '@/components/ui/toast'

/** The way back for the first steps that were hidden on the dashboard. */
export function ChecklistSetting({ hidden: wasHidden }: { hidden: boolean }) {
  const { slug, href } = useOrganization()
  const router = useRouter()
  const id = useId()
  const [hidden, setHidden] = useState(wasHidden)
  const dashboard = useRef<HTMLAnchorElement>(null)
  const brought = wasHidden !== hidden
  useEffect(() => {
    if (brought) dashboard.current?.focus()
  }, [brought])

  function show() {
    setChecklistHidden(slug, false)
    setHidden(false)
    showToast({ title: 'Checklist shown on the dashboard' })
    router.refresh()
  }

  return (
    <Card aria-labelledby={id}>
      <CardHeader id={id} title="Checklist" description="The first steps, at the top of the dashboard." />
      <CardBody className="flex flex-wrap items-center justify-between gap-3">
        <p className="text-muted">{hidden ? 'You hid it in this browser.' : 'It is on the dashboard.'}</p>
        {hidden ? (
          <Button onClick={show}>Show the checklist again</Button>
        ) : (
          <ButtonLink ref={dashboard} href={href('/dashboard')}>
            Open the dashboard
          </ButtonLink>
        )}
      </CardBody>
    </Card>
  )
}
