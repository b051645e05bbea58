'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import { useMutation } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useEffect, useEffectEvent } from 'react'
import { useForm } from 'react-hook-form'
import { useOrganization } from '@/components/shell/organization-context'
import { Field } from '@/components/ui/field'
import { SecretInput } from '@/components/ui/secret-input'
import { showToast } from '@/components/ui/toast'
import { fetchJson } from '@/lib/action-result'
import { passwordLimits } from '@/lib/auth/schema'
import { type ChangePasswordInput, changePasswordSchema } from '@/lib/users/schema'
import { FormCard } from '../form-card'
import { useRefusal } from '../use-refusal'

type PasswordFormProps = { email: string; onDirtyChange: (dirty: boolean) => void }

const empty: ChangePasswordInput = { currentPassword: '', newPassword: '' }

export function PasswordForm({ email, onDirtyChange }: PasswordFormProps) {
  const { slug } = useOrganization()
  const router = useRouter()
  const save = useMutation({
    mutationFn: (body: ChangePasswordInput) =>
      fetchJson(`/api/organizations/${encodeURIComponent(slug)}/account/password`, { method: 'POST', body }),
    gcTime: 0, // it holds both passwords
  })
  const form = useForm<ChangePasswordInput>({
    resolver: zodResolver(changePasswordSchema),
    defaultValues: empty,
  })
  const refused = useRefusal(form)
  const { errors, isDirty } = form.formState
  const tellDirty = useEffectEvent(onDirtyChange)
  useEffect(() => tellDirty(isDirty), [isDirty])

  const submit = form.handleSubmit(async (input) => {
    refused.clear()
    try {
      await save.mutateAsync(input)
      form.reset(empty)
      showToast({ title: 'Password changed', description: 'You are signed out everywhere else.' })
      router.refresh()
    } catch (error) {
      form.resetField('currentPassword')
      refused.show(error)
    }
  })

  return (
    <FormCard
      title="Password"
      description="Changing it signs you out everywhere else."
      submitLabel="Change password"
      saving={save.isPending}
      problem={refused.problem}
      onProblemOver={refused.clear}
      onSubmit={(event) => void submit(event)}
    >
      {/* Password managers look for the account that the passwords below are of. */}
      <input type="text" autoComplete="username" value={email} readOnly hidden />
      <Field label="Current password" error={errors.currentPassword?.message} className="max-w-md">
        <SecretInput
          what="current password"
          autoComplete="current-password"
          {...form.register('currentPassword')}
        />
      </Field>
      <Field
        label="New password"
        description={`At least ${passwordLimits.min} characters.`}
        error={errors.newPassword?.message}
        className="max-w-md"
      >
        <SecretInput what="new password" autoComplete="new-password" {...form.register('newPassword')} />
      </Field>
    </FormCard>
  )
}
