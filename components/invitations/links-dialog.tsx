'use client'

import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { CopyButton } from '@/components/ui/copy-button'
import { Dialog } from '@/components/ui/dialog'
import { Input } from '@/components/ui/input'
import { plural } from '@/lib/format'
import { invitationLimits, type InviteOutcome } from '@/lib/invitations/schema'

export type Links = {
  outcomes: InviteOutcome[]
  /** In place of older ones, which have ended. */
  areRenewed: boolean
}

type LinksDialogProps = Links & {
  /** The address that people use, without a slash at its end. */
  appUrl: string
  onClose: () => void
}

/** The links of new invitations, which are seen here and never again, and who got none. */
export function LinksDialog({ outcomes, areRenewed, appUrl, onClose }: LinksDialogProps) {
  const [leaving, setLeaving] = useState(false)
  const links = outcomes.flatMap((one) =>
    one.outcome === 'invited' ? [{ email: one.email, url: `${appUrl}/invite/${one.token}` }] : [],
  )
  const skipped = outcomes.filter(({ outcome }) => outcome !== 'invited')

  return (
    <>
      <Dialog
        open
        // A slip outside of it would take the links along.
        onOpenChange={() => (links.length > 0 ? setLeaving(true) : onClose())}
        title={
          links.length > 0 ? plural(links.length, 'invitation link', 'invitation links') : 'Nobody to invite'
        }
        size="lg"
        footer={
          <>
            {links.length > 1 && (
              <CopyButton
                text
                label="Copy all"
                value={links.map(({ email, url }) => `${email} ${url}`).join('\n')}
              />
            )}
            <Button variant="primary" onClick={onClose}>
              Done
            </Button>
          </>
        }
      >
        <div className="grid gap-4">
          {links.length > 0 && (
            <Callout tone="info" title="Sluice sends no mail: pass each link on yourself">
              {areRenewed && 'The link before it has ended. '}
              It is shown only now. It works once, within {invitationLimits.days} days, for whoever has it.
            </Callout>
          )}
          <ul aria-label="Links" className="grid gap-3">
            {links.map(({ email, url }) => (
              <li key={email}>
                <p className="mb-1 font-medium break-words">{email}</p>
                <div className="flex items-center gap-2">
                  <Input readOnly mono value={url} aria-label={`Link for ${email}`} onFocus={selectAll} />
                  <CopyButton text label="Copy link" value={url} />
                </div>
              </li>
            ))}
          </ul>
          {skipped.length > 0 && (
            <ul aria-label="Without a link" className="grid gap-1 text-muted">
              {skipped.map(({ email, outcome }) => (
                <li key={email} className="break-words">
                  <span className="font-medium text-ink">{email}</span>{' '}
                  {outcome === 'member'
                    ? 'is a member already.'
                    : 'is invited already. Make a new link in the list of pending invitations.'}
                </li>
              ))}
            </ul>
          )}
        </div>
      </Dialog>
      <ConfirmDialog
        open={leaving}
        onOpenChange={setLeaving}
        title="Are the links passed on?"
        cancelLabel="Back to the links"
        confirmLabel="Close"
        onConfirm={onClose}
      >
        They are not shown again. Where one is missing, make a new link in the list of pending invitations.
      </ConfirmDialog>
    </>
  )
}

function selectAll(event: { currentTarget: HTMLInputElement }) {
  event.currentTarget.select()
}
