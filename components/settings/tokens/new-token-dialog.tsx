'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import { useEffect, useId, useState } from 'react'
import { Controller, useForm } from 'react-hook-form'
import { useDiscardGuard } from '@/components/endpoints/use-discard-guard'
import { announce } from '@/components/ui/announcer'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { Dialog } from '@/components/ui/dialog'
import { DiscardDialog } from '@/components/ui/discard-dialog'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { RadioCards } from '@/components/ui/radio-cards'
import { showToast } from '@/components/ui/toast'
import { maxNameLength } from '@/lib/texts'
import { newTokenSchema, type NewTokenInput } from '@/lib/tokens/schema'
import { useRefusal } from '../use-refusal'
import { NewToken } from './new-token'
import { tokenRoles } from './token-roles'
import { useCreateToken } from './use-token-mutations'

/** Makes a token, then shows it this once. Whoever closes this without a copy is asked first. */
export function NewTokenDialog({ onClose }: { onClose: () => void }) {
  const formId = useId()
  const create = useCreateToken()
  const [token, setToken] = useState<string | null>(null)
  const [copied, setCopied] = useState(false)
  const form = useForm<NewTokenInput>({
    resolver: zodResolver(newTokenSchema),
    defaultValues: { name: '', role: 'viewer' },
  })
  const refused = useRefusal(form)
  const { errors, isDirty } = form.formState
  const guard = useDiscardGuard()
  const { setDirty } = guard
  const isAtRisk = token === null ? isDirty : !copied
  useEffect(() => setDirty(isAtRisk), [isAtRisk, setDirty])

  const submit = form.handleSubmit(async (input) => {
    if (create.isPending) return
    refused.clear()
    try {
      setToken((await create.mutateAsync(input)).token)
      announce('Token created. Copy it now, it is shown only this once.')
    } catch (error) {
      refused.show(error)
    }
  })

  function close() {
    if (token !== null) {
      showToast({ title: 'Token created', description: 'It is gone from here and can’t be shown again.' })
    }
    onClose()
  }

  return (
    <>
      <Dialog
        open
        onOpenChange={() => guard.attempt(close)}
        title={token === null ? 'New API token' : `Token “${form.getValues('name').trim()}”`}
        footer={
          token === null ? (
            <>
              <Button onClick={() => guard.attempt(close)}>Cancel</Button>
              <Button variant="primary" type="submit" form={formId} loading={create.isPending}>
                Create token
              </Button>
            </>
          ) : (
            <Button variant={copied ? 'primary' : 'secondary'} onClick={() => guard.attempt(close)}>
              Done
            </Button>
          )
        }
      >
        {token === null ? (
          <form id={formId} noValidate className="grid gap-4" onSubmit={(event) => void submit(event)}>
            <Field
              label="Name"
              description="What the token is for, such as the program that uses it."
              error={errors.name?.message}
            >
              <Input {...form.register('name')} maxLength={maxNameLength} autoComplete="off" />
            </Field>
            <Controller
              control={form.control}
              name="role"
              render={({ field }) => (
                <RadioCards
                  legend="Role"
                  columns={1}
                  value={field.value}
                  onValueChange={field.onChange}
                  options={tokenRoles}
                />
              )}
            />
            {refused.problem && (
              <Callout tone="danger" role="alert" title="Couldn’t create the token">
                {refused.problem.message}
              </Callout>
            )}
          </form>
        ) : (
          <NewToken token={token} onCopied={() => setCopied(true)} />
        )}
      </Dialog>
      <DiscardDialog
        open={guard.pending !== null && token === null}
        name="the new token"
        onKeep={guard.keep}
        onDiscard={guard.discard}
      />
      <ConfirmDialog
        open={guard.pending !== null && token !== null}
        onOpenChange={guard.keep}
        title="Close without copying the token?"
        cancelLabel="Keep it open"
        confirmLabel="Close anyway"
        destructive
        onConfirm={guard.discard}
      >
        It can’t be shown again. Without a copy the token is of no use, and you would create another one.
      </ConfirmDialog>
    </>
  )
}
