'use client'

import { useEffect, useState } from 'react'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { signedOutEvent } from './sign-in-again'

/** Says that the session has ended where leaving the page would lose changes. */
export function SignedOutDialog() {
  const [open, setOpen] = useState(false)
  useEffect(() => {
    const show = () => setOpen(true)
    window.addEventListener(signedOutEvent, show)
    return () => window.removeEventListener(signedOutEvent, show)
  }, [])
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={setOpen}
      title="You were signed out"
      cancelLabel="Stay here"
      confirmLabel="Sign in in a new tab"
      onConfirm={() => {
        setOpen(false)
        window.open('/sign-in?reason=expired', '_blank', 'noopener')
      }}
    >
      Your changes are still on this page. Sign in in another tab, then come back and save them.
    </ConfirmDialog>
  )
}
