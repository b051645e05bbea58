'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useForm, useWatch } from 'react-hook-form'
import { InsecureCallout } from '@/components/auth/insecure-callout'
import { PasswordRules } from '@/components/auth/password-rules'
import { type Refusal, SignInRefusal } from '@/components/auth/sign-in-refusal'
import { SingleSignOn } from '@/components/auth/single-sign-on'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { SecretInput } from '@/components/ui/secret-input'
import { ActionError, unwrap } from '@/lib/action-result'
import { joinAction } from '@/lib/invitations/actions'
import { type JoinInput, joinSchema } from '@/lib/invitations/schema'

type JoinFormProps = {
  token: string
  email: string
  /** The address is plain http and not this machine: everything typed here can be read on the way. */
  insecure: boolean
  /** The provider of single sign-on, when there is one: who signs in there needs no password here. */
  provider: string | null
}

/** For somebody new: makes their account and lets them in. */
export function JoinForm({ token, email, insecure, provider }: JoinFormProps) {
  const router = useRouter()
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const { register, handleSubmit, formState, control } = useForm<JoinInput>({
    resolver: zodResolver(joinSchema),
    // None for the fields: what was typed or filled in before React listened would be overwritten.
    defaultValues: { token },
  })
  const { errors, isSubmitting } = formState
  const password = useWatch({ control, name: 'password', defaultValue: '' })

  const submit = handleSubmit(async (input) => {
    setRefusal(null)
    try {
      const { redirectTo } = await unwrap(joinAction(input))
      // A full load: the pages behind were never rendered for this session.
      window.location.assign(redirectTo)
      await new Promise(() => {}) // busy until the next page is here
    } catch (error) {
      if (!(error instanceof ActionError)) throw error
      setRefusal(error.body)
      // Used or revoked meanwhile, or there is an account now: the page has something else to say.
      if (error.body.code === 'not_found' || error.body.code === 'conflict') router.refresh()
    }
  })

  return (
    <form method="post" noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      {insecure && <InsecureCallout />}
      {refusal && <SignInRefusal refusal={refusal} onEnd={() => setRefusal(null)} />}
      <Field label="Email" description="The invitation is for this address.">
        <Input type="email" name="email" autoComplete="username" readOnly value={email} />
      </Field>
      <Field label="Your name" error={errors.name?.message}>
        <Input autoComplete="name" {...register('name')} />
      </Field>
      <Field
        label="Password"
        description={<PasswordRules password={password} />}
        error={errors.password?.message}
      >
        <SecretInput what="password" autoComplete="new-password" {...register('password')} />
      </Field>
      <Button type="submit" variant="primary" loading={isSubmitting} className="w-full">
        Create account and join
      </Button>
      {provider !== null && (
        <SingleSignOn
          provider={provider}
          callbackUrl={`/invite/${token}`}
          onStart={() => setRefusal(null)}
          onRefusal={({ body }) => setRefusal(body)}
        />
      )}
    </form>
  )
}
