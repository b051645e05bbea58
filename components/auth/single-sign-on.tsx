'use client'

import { useEffect, useState } from 'react'
import { Button } from '@/components/ui/button'
import { ActionError, unwrap } from '@/lib/action-result'
import { startSingleSignOnAction } from '@/lib/auth/actions'

type SingleSignOnProps = {
  /** As people know it, such as sso.example.com. */
  provider: string
  /** A path of our own. */
  callbackUrl: string
  onStart: () => void
  onRefusal: (refusal: ActionError) => void
}

/** The other way in, below a form. */
export function SingleSignOn({ provider, callbackUrl, onStart, onRefusal }: SingleSignOnProps) {
  const [leaving, setLeaving] = useState(false)

  // Whoever comes back from the provider by the Back button may find this page as they left it, busy.
  useEffect(() => {
    const rest = () => setLeaving(false)
    window.addEventListener('pageshow', rest)
    return () => window.removeEventListener('pageshow', rest)
  }, [])

  async function leave() {
    setLeaving(true)
    onStart()
    try {
      const { redirectTo } = await unwrap(startSingleSignOnAction({ callbackUrl }))
      window.location.assign(redirectTo) // busy until the provider's page is here
    } catch (error) {
      setLeaving(false)
      if (!(error instanceof ActionError)) throw error
      onRefusal(error)
    }
  }

  return (
    <>
      <p className="flex items-center gap-3 text-xs text-muted before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
        or
      </p>
      <Button
        loading={leaving}
        onClick={() => void leave()}
        className="h-auto min-h-8 w-full py-1 wrap-anywhere whitespace-normal"
      >
        Continue with {provider}
      </Button>
    </>
  )
}
