'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import { useId } from 'react'
import { useForm } from 'react-hook-form'
import type { z } from 'zod'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Textarea } from '@/components/ui/textarea'
import { createFlowSchema, flowLimits } from '@/lib/flows/schema'
import { useCreateFlow } from './use-flow-mutations'

const schema = createFlowSchema.pick({ name: true, description: true })
type Values = z.input<typeof schema>

/** Names a blank flow, which then opens in the editor. */
export function NewFlowDialog({
  open,
  onOpenChange,
}: {
  open: boolean
  onOpenChange: (open: boolean) => void
}) {
  const formId = useId()
  const create = useCreateFlow()
  const form = useForm<Values, unknown, z.output<typeof schema>>({
    resolver: zodResolver(schema),
    defaultValues: { name: '', description: '' },
  })
  const { errors } = form.formState
  // It stays busy until the editor is there.
  const busy = create.isPending || create.isSuccess

  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        onOpenChange(next)
        if (!next) form.reset()
      }}
      title="New flow"
      size="sm"
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button variant="primary" type="submit" form={formId} loading={busy}>
            Create flow
          </Button>
        </>
      }
    >
      <form
        id={formId}
        noValidate
        className="grid gap-4"
        onSubmit={form.handleSubmit((values) => !busy && create.mutate(values))}
      >
        <Field label="Name" error={errors.name?.message}>
          <Input {...form.register('name')} maxLength={flowLimits.name} autoComplete="off" />
        </Field>
        <Field label="Description" optional error={errors.description?.message}>
          <Textarea {...form.register('description')} rows={3} maxLength={flowLimits.description} />
        </Field>
      </form>
    </Dialog>
  )
}
