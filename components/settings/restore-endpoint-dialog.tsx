import { zodResolver } from '@hookform/resolvers/zod'
import { type RefObject, useId } from 'react'
import { useForm } from 'react-hook-form'
import { z } from 'zod'
import { problemOf } from '@/components/endpoints/problem-of'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { ActionError } from '@/lib/action-result'
import { endpointLimits } from '@/lib/endpoints/schema'
import { nameSchema } from '@/lib/texts'

const schema = z.object({ name: nameSchema })
type Values = z.output<typeof schema>

const suffix = ' (restored)'

type RestoreEndpointDialogProps = {
  endpoint: { name: string }
  finalFocus: RefObject<HTMLElement | null>
  onRestore: (name: string) => Promise<void>
  onClose: () => void
}

/** Another endpoint has taken the name meanwhile: under which one is this to come back? */
export function RestoreEndpointDialog({
  endpoint,
  finalFocus,
  onRestore,
  onClose,
}: RestoreEndpointDialogProps) {
  const formId = useId()
  const form = useForm<Values>({
    resolver: zodResolver(schema),
    defaultValues: {
      name: endpoint.name.slice(0, endpointLimits.name - suffix.length).trimEnd() + suffix,
    },
  })
  const { errors, isSubmitting } = form.formState

  async function submit({ name }: Values) {
    try {
      await onRestore(name)
    } catch (error) {
      const field = error instanceof ActionError && error.body.fieldErrors.find(({ path }) => path === 'name')
      if (field) form.setError('name', { message: field.message }, { shouldFocus: true })
      else form.setError('root', { message: problemOf(error).message })
      return
    }
    onClose()
  }

  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`Restore “${endpoint.name}” under another name`}
      description="Another endpoint has this name now."
      size="sm"
      finalFocus={finalFocus}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form={formId} loading={isSubmitting}>
            Restore endpoint
          </Button>
        </>
      }
    >
      <form
        id={formId}
        noValidate
        className="grid gap-4"
        onSubmit={(event) => void form.handleSubmit(submit)(event)}
      >
        <Field label="Name" error={errors.name?.message}>
          <Input {...form.register('name')} maxLength={endpointLimits.name} autoComplete="off" />
        </Field>
        {errors.root && (
          <Callout tone="danger" role="alert" title="Couldn’t restore the endpoint">
            {errors.root.message}
          </Callout>
        )}
      </form>
    </Dialog>
  )
}
