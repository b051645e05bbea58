'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Card } from '@/components/ui/card'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { SecretInput } from '@/components/ui/secret-input'
import { ActionError, unwrap } from '@/lib/action-result'
import { signInAction } from '@/lib/auth/actions'
import { type SignInInput, signInSchema } from '@/lib/auth/schema'
import { InsecureCallout } from './insecure-callout'
import { type Refusal, SignInRefusal } from './sign-in-refusal'
import { SingleSignOn } from './single-sign-on'

type SignInFormProps = {
  /** A path of our own. */
  callbackUrl: string
  /** The session ended while it was in use. */
  signedOut: boolean
  /** The address is plain http and not this machine: everything typed here can be read on the way. */
  insecure: boolean
  /** The provider of single sign-on, when there is one. */
  provider: string | null
  /** Why the provider could not sign anybody in. */
  problem: Refusal | null
}

export function SignInForm({ callbackUrl, signedOut, insecure, provider, problem }: SignInFormProps) {
  const [refusal, setRefusal] = useState<Refusal | null>(problem)
  const { register, handleSubmit, formState, setValue, setFocus } = useForm<SignInInput>({
    resolver: zodResolver(signInSchema),
    // None for the fields: what was typed or filled in before React listened would be overwritten.
    defaultValues: { callbackUrl },
  })
  const { errors, isSubmitting } = formState

  const submit = handleSubmit(async (input) => {
    setRefusal(null)
    try {
      const { redirectTo } = await unwrap(signInAction(input))
      // A full load: the pages behind the sign-in were never rendered for this session.
      window.location.assign(redirectTo)
      await new Promise(() => {}) // busy until the next page is here
    } catch (error) {
      if (!(error instanceof ActionError)) throw error
      setRefusal(error.body)
      setValue('password', '')
      setFocus('password')
    }
  })

  return (
    <Card className="shadow-raised">
      <form
        method="post"
        noValidate
        onSubmit={(event) => void submit(event)}
        className="flex flex-col gap-4 p-6"
      >
        <h1 className="text-lg font-semibold">Sign in</h1>
        {signedOut && !refusal && (
          <Callout tone="info">You were signed out. Sign in to continue where you left off.</Callout>
        )}
        {insecure && <InsecureCallout />}
        {refusal && <SignInRefusal refusal={refusal} onEnd={() => setRefusal(null)} />}
        <Field label="Email" error={errors.email?.message}>
          <Input type="email" autoComplete="username" {...register('email')} />
        </Field>
        <Field label="Password" error={errors.password?.message}>
          <SecretInput what="password" autoComplete="current-password" {...register('password')} />
        </Field>
        <Button type="submit" variant="primary" loading={isSubmitting} className="w-full">
          Sign in
        </Button>
        {provider !== null && (
          <SingleSignOn
            provider={provider}
            callbackUrl={callbackUrl}
            onStart={() => setRefusal(null)}
            onRefusal={({ body }) => setRefusal(body)}
          />
        )}
      </form>
    </Card>
  )
}
