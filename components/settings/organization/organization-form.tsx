'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import { useMutation } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useEffect } from 'react'
import { useForm } from 'react-hook-form'
import { useDiscardGuard } from '@/components/endpoints/use-discard-guard'
import { useOrganization } from '@/components/shell/organization-context'
import { DiscardDialog } from '@/components/ui/discard-dialog'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { showToast } from '@/components/ui/toast'
import { unwrap } from '@/lib/action-result'
import { updateOrganizationAction } from '@/lib/organizations/actions'
import { type UpdateOrganizationInput, updateOrganizationSchema } from '@/lib/organizations/schema'
import { FormCard } from '../form-card'
import { useRefusal } from '../use-refusal'

/** What the organization is called. */
export function OrganizationForm() {
  const { slug, name, refusal } = useOrganization()
  const router = useRouter()
  const guard = useDiscardGuard()
  const mayNotChange = refusal('admin', 'change the organization')
  const save = useMutation({
    mutationFn: (input: UpdateOrganizationInput) => unwrap(updateOrganizationAction(slug, input)),
  })
  const form = useForm({
    resolver: zodResolver(updateOrganizationSchema),
    values: { name },
    resetOptions: { keepDirtyValues: true },
  })
  const refused = useRefusal(form)
  const { errors, isDirty } = form.formState
  const { setDirty } = guard
  useEffect(() => setDirty(isDirty), [isDirty, setDirty])

  const submit = form.handleSubmit(async (input) => {
    refused.clear()
    try {
      const saved = await save.mutateAsync(input)
      form.reset({ name: saved.name })
      showToast({ title: 'Organization renamed' })
      // The name stands in the sidebar and in the title of the window.
      router.refresh()
    } catch (error) {
      refused.show(error)
    }
  })

  return (
    <>
      <FormCard
        title="Organization"
        submitLabel="Save name"
        saving={save.isPending}
        disabledReason={mayNotChange}
        problem={refused.problem}
        onProblemOver={refused.clear}
        onSubmit={(event) => void submit(event)}
      >
        <Field label="Name" error={errors.name?.message} description={mayNotChange} className="max-w-md">
          <Input {...form.register('name')} readOnly={mayNotChange !== undefined} autoComplete="off" />
        </Field>
        <p className="text-muted">
          Addresses keep starting with <code className="font-mono text-xs">/{slug}</code> when the name
          changes, so links and programs go on working.
        </p>
      </FormCard>
      <DiscardDialog
        open={guard.pending !== null}
        name="the organization"
        onKeep={guard.keep}
        onDiscard={guard.discard}
      />
    </>
  )
}
