'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import { useEffect, useId, useRef, useState } from 'react'
import { useForm } from 'react-hook-form'
import type { z } from 'zod'
import { useDiscardGuard } from '@/components/endpoints/use-discard-guard'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { DiscardDialog } from '@/components/ui/discard-dialog'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { RadioCards } from '@/components/ui/radio-cards'
import { Textarea } from '@/components/ui/textarea'
import { createFlowSchema, flowLimits } from '@/lib/flows/schema'
import { FlowFileField } from './flow-file-field'
import { useCreateFlow } from './use-flow-mutations'
import type { ReadFlow } from './use-read-flow-file'

const schema = createFlowSchema.pick({ name: true, description: true })
type Values = z.input<typeof schema>

const beginnings = [
  { value: 'blank', label: 'Blank', description: 'A start step, and nothing to do yet.' },
  { value: 'import', label: 'Import file', description: 'A flow that was exported as JSON.' },
] as const

/** What a new flow begins as. */
export type FlowBeginning = (typeof beginnings)[number]['value']

type NewFlowDialogProps = {
  /** `null` while the dialog is closed. */
  beginning: FlowBeginning | null
  onBeginningChange: (beginning: FlowBeginning | null) => void
}

/** Names a new flow, blank or from a file, which then opens in the editor. */
export function NewFlowDialog({ beginning, onBeginningChange }: NewFlowDialogProps) {
  const formId = useId()
  const create = useCreateFlow()
  const fileButton = useRef<HTMLButtonElement>(null)
  const [imported, setImported] = useState<ReadFlow | null>(null)
  const form = useForm<Values, unknown, z.output<typeof schema>>({
    resolver: zodResolver(schema),
    defaultValues: { name: '', description: '' },
  })
  const { errors, isDirty } = form.formState
  const guard = useDiscardGuard()
  const { setDirty } = guard
  const isImport = beginning === 'import'
  // It stays busy until the editor is there.
  const busy = create.isPending || create.isSuccess

  function close() {
    onBeginningChange(null)
    setImported(null)
    form.reset()
  }

  const isUnsaved = !busy && (isDirty || imported !== null)
  useEffect(() => setDirty(isUnsaved), [isUnsaved, setDirty])

  function takeFile(flow: ReadFlow | null) {
    setImported(flow)
    if (flow) form.reset({ name: flow.name, description: flow.description })
  }

  return (
    <Dialog
      open={beginning !== null}
      onOpenChange={(next) => {
        if (!next) guard.attempt(close)
      }}
      title="New flow"
      size="lg"
      initialFocus={isImport ? fileButton : undefined}
      footer={
        <>
          <Button onClick={() => guard.attempt(close)}>Cancel</Button>
          <Button
            variant="primary"
            type="submit"
            form={formId}
            loading={busy}
            disabledReason={isImport && !imported ? 'Choose a file first' : undefined}
          >
            {isImport ? 'Import flow' : 'Create flow'}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        noValidate
        className="grid gap-4"
        onSubmit={form.handleSubmit((values) => {
          if (busy || (isImport && !imported)) return
          create.mutate({ ...values, definition: imported?.definition })
        })}
      >
        <RadioCards<FlowBeginning>
          legend="Begin with"
          columns={2}
          value={beginning ?? 'blank'}
          onValueChange={(next) => {
            takeFile(null)
            onBeginningChange(next)
          }}
          options={beginnings}
        />
        {isImport && <FlowFileField onRead={takeFile} buttonRef={fileButton} />}
        {(!isImport || imported) && (
          <>
            <Field label="Name" error={errors.name?.message}>
              <Input {...form.register('name')} maxLength={flowLimits.name} autoComplete="off" />
            </Field>
            <Field label="Description" optional error={errors.description?.message}>
              <Textarea {...form.register('description')} rows={3} maxLength={flowLimits.description} />
            </Field>
          </>
        )}
      </form>
      <DiscardDialog
        open={guard.pending !== null}
        name="the new flow"
        onKeep={guard.keep}
        onDiscard={guard.discard}
      />
    </Dialog>
  )
}
