'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import { useMutation } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useEffect, useEffectEvent } from 'react'
import { useForm } from 'react-hook-form'
import { useOrganization } from '@/components/shell/organization-context'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { showToast } from '@/components/ui/toast'
import { unwrap } from '@/lib/action-result'
import { updateAccountAction } from '@/lib/users/actions'
import { type Account, type UpdateAccountInput, updateAccountSchema } from '@/lib/users/schema'
import { FormCard } from '../form-card'
import { useRefusal } from '../use-refusal'

type AccountFormProps = { account: Account; onDirtyChange: (dirty: boolean) => void }

export function AccountForm({ account, onDirtyChange }: AccountFormProps) {
  const { slug } = useOrganization()
  const router = useRouter()
  const save = useMutation({
    mutationFn: (input: UpdateAccountInput) => unwrap(updateAccountAction(slug, input)),
  })
  const form = useForm({
    resolver: zodResolver(updateAccountSchema),
    values: { name: account.name },
    resetOptions: { keepDirtyValues: true },
  })
  const refused = useRefusal(form)
  const { errors, isDirty } = form.formState
  const tellDirty = useEffectEvent(onDirtyChange)
  useEffect(() => tellDirty(isDirty), [isDirty])

  const submit = form.handleSubmit(async (input) => {
    refused.clear()
    try {
      const saved = await save.mutateAsync(input)
      form.reset({ name: saved.name })
      showToast({ title: 'Name saved' })
      router.refresh() // for the account menu
    } catch (error) {
      refused.show(error)
    }
  })

  return (
    <FormCard
      title="You"
      description="In every organization that you are a member of."
      submitLabel="Save name"
      saving={save.isPending}
      problem={refused.problem}
      onProblemOver={refused.clear}
      onSubmit={(event) => void submit(event)}
    >
      <Field label="Name" error={errors.name?.message} className="max-w-md">
        <Input {...form.register('name')} autoComplete="name" />
      </Field>
      <p className="text-muted">
        You sign in as <span className="font-medium break-all text-ink">{account.email}</span>.
      </p>
    </FormCard>
  )
}
