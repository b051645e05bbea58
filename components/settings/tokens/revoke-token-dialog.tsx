'use client'

import { problemOf } from '@/components/endpoints/problem-of'
import { Callout } from '@/components/ui/callout'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { showToast } from '@/components/ui/toast'
import type { ApiToken } from '@/lib/tokens/schema'
import { useRevokeToken } from './use-token-mutations'

type RevokeTokenDialogProps = {
  token: ApiToken
  onClose: () => void
  /** Gets the focus when the button that opened this is gone with its row. */
  successor: () => HTMLElement | null
}

/** Asks before a program is shut out. */
export function RevokeTokenDialog({ token, onClose, successor }: RevokeTokenDialogProps) {
  const revoke = useRevokeToken()
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={`Revoke “${token.name}”?`}
      confirmLabel="Revoke token"
      destructive
      loading={revoke.isPending}
      finalFocus={revoke.isIdle ? undefined : successor}
      onConfirm={() =>
        revoke.mutate(token.id, {
          onSuccess: () => {
            showToast({ title: 'Token revoked' })
            onClose()
          },
        })
      }
    >
      <p>
        Programs that use it are refused from their next request on. Runs that they started go on. It can’t be
        undone.
      </p>
      <p className="mt-2">
        Its id is <code className="font-mono text-xs break-all text-ink">{token.id}</code>
      </p>
      {revoke.isError && (
        <Callout tone="danger" role="alert" title="Couldn’t revoke the token" className="mt-3">
          {problemOf(revoke.error).message}
        </Callout>
      )}
    </ConfirmDialog>
  )
}
