'use client'

import { Button } from '@/components/ui/button'
import { useSignOut } from './use-sign-out'

export function SignOutButton() {
  const { leaving, signOut } = useSignOut()
  return (
    <Button loading={leaving} onClick={signOut}>
      Sign out
    </Button>
  )
}
