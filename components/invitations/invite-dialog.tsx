'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import { useEffect, useId } from 'react'
import { Controller, useForm } from 'react-hook-form'
import { problemOf } from '@/components/endpoints/problem-of'
import { useDiscardGuard } from '@/components/endpoints/use-discard-guard'
import { roleOptions } from '@/components/members/role-options'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Dialog } from '@/components/ui/dialog'
import { DiscardDialog } from '@/components/ui/discard-dialog'
import { Field } from '@/components/ui/field'
import { RadioCards } from '@/components/ui/radio-cards'
import { Textarea } from '@/components/ui/textarea'
import {
  type InviteFormInput,
  invitationLimits,
  type InviteOutcome,
  inviteSchema,
} from '@/lib/invitations/schema'
import { useInvite } from './use-invitation-mutations'

type InviteDialogProps = { onClose: () => void; onInvited: (outcomes: InviteOutcome[]) => void }

/** Asks whom to invite and as what. */
export function InviteDialog({ onClose, onInvited }: InviteDialogProps) {
  const formId = useId()
  const invite = useInvite()
  const guard = useDiscardGuard()
  const { register, control, handleSubmit, formState } = useForm<InviteFormInput>({
    // As it was typed: the server takes the text apart again.
    resolver: zodResolver(inviteSchema, undefined, { raw: true }),
    defaultValues: { emails: '', role: 'editor' },
  })
  const { errors, isDirty } = formState
  const { setDirty } = guard
  useEffect(() => setDirty(isDirty), [setDirty, isDirty])

  return (
    <>
      <Dialog
        open
        onOpenChange={() => guard.attempt(onClose)}
        title="Invite people"
        description="Everybody gets a link of their own, which you pass on yourself."
        footer={
          <>
            <Button onClick={() => guard.attempt(onClose)}>Cancel</Button>
            <Button variant="primary" type="submit" form={formId} loading={invite.isPending}>
              Create invitations
            </Button>
          </>
        }
      >
        <form
          id={formId}
          noValidate
          className="grid gap-4"
          onSubmit={(event) =>
            void handleSubmit((input) => invite.mutate(input, { onSuccess: onInvited }))(event)
          }
        >
          {invite.isError && (
            <Callout tone="danger" role="alert" title="Couldn’t create the invitations">
              {problemOf(invite.error).message}
            </Callout>
          )}
          <Field
            label="Email addresses"
            description={`Up to ${invitationLimits.emails}, between commas, spaces or on lines of their own.`}
            error={errors.emails?.message}
          >
            <Textarea {...register('emails')} rows={4} autoComplete="off" spellCheck={false} />
          </Field>
          <Controller
            control={control}
            name="role"
            render={({ field }) => (
              <RadioCards
                legend="Role"
                value={field.value}
                onValueChange={field.onChange}
                options={roleOptions}
                columns={1}
              />
            )}
          />
        </form>
      </Dialog>
      <DiscardDialog
        open={guard.pending !== null}
        name="these invitations"
        onKeep={guard.keep}
        onDiscard={guard.discard}
      />
    </>
  )
}
