'use client'

import { Button } from '@/components/ui/button'
import { useSignOut } from './use-sign-out'

export function SignOutButton({ backTo }: { backTo?: string }) {
  const { leaving, signOut } = useSignOut(backTo)
  return (
    <Button loading={leaving} onClick={signOut}>
      Sign out
    </Button>
  )
}
