'use client'

import { useState } from 'react'
import { forgetSamples } from '@/components/flow-editor/samples/stored-samples'
import { showToast } from '@/components/ui/toast'
import { unwrap } from '@/lib/action-result'
import { signOutAction } from '@/lib/auth/actions'

/** @param backTo a path of our own to go to instead of the sign-in page */
export function useSignOut(backTo?: string) {
  const [leaving, setLeaving] = useState(false)

  async function signOut() {
    setLeaving(true)
    try {
      const { redirectTo } = await unwrap(signOutAction({}))
      forgetSamples()
      // A full load: nothing of this session may stay in memory.
      window.location.assign(backTo ?? redirectTo)
    } catch (error) {
      setLeaving(false)
      const description = error instanceof Error ? error.message : undefined
      showToast({ title: 'Couldn’t sign out', description, tone: 'danger' })
    }
  }

  return { leaving, signOut: () => void signOut() }
}
