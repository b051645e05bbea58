'use client'

import { useEffect, useState } from 'react'
import { useDiscardGuard } from '@/components/endpoints/use-discard-guard'
import { DiscardDialog } from '@/components/ui/discard-dialog'
import type { Account } from '@/lib/users/schema'
import { AccountForm } from './account-form'
import { NoPassword } from './no-password'
import { OtherSessions } from './other-sessions'
import { PasswordForm } from './password-form'

/** What belongs to the person, in all of their organizations. */
export function AccountSettings({ account }: { account: Account }) {
  const guard = useDiscardGuard()
  const [dirty, setDirty] = useState({ account: false, password: false })
  const isDirty = dirty.account || dirty.password
  const { setDirty: guardFrom } = guard
  useEffect(() => guardFrom(isDirty), [isDirty, guardFrom])
  return (
    <>
      <AccountForm
        account={account}
        onDirtyChange={(next) => setDirty((before) => ({ ...before, account: next }))}
      />
      {account.hasPassword ? (
        <PasswordForm
          email={account.email}
          onDirtyChange={(next) => setDirty((before) => ({ ...before, password: next }))}
        />
      ) : (
        <NoPassword />
      )}
      <OtherSessions count={account.otherSessions} />
      <DiscardDialog
        open={guard.pending !== null}
        name="your account"
        onKeep={guard.keep}
        onDiscard={guard.discard}
      />
    </>
  )
}
