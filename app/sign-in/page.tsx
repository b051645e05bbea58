import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { Entrance } from '@/components/auth/entrance'
import { SignInForm } from '@/components/auth/sign-in-form'
import { ownPath } from '@/lib/auth/callback-url'
import { isSecureAddress } from '@/lib/auth/cookies'
import { currentSession } from '@/lib/auth/current-session'
import { providerName, readProblem } from '@/lib/auth/sign-on-problems'
import { env } from '@/lib/env'

export const metadata: Metadata = { title: 'Sign in' }

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function SignInPage({ searchParams }: Props) {
  const { callbackUrl, reason, error, request } = await searchParams
  const { appUrl, oidc } = env()
  const target = ownPath(typeof callbackUrl === 'string' ? callbackUrl : null, appUrl)
  if (await currentSession()) redirect(target)
  return (
    <Entrance>
      <SignInForm
        callbackUrl={target}
        signedOut={reason === 'expired'}
        insecure={!isSecureAddress(appUrl)}
        provider={oidc && providerName(oidc.issuer)}
        problem={oidc && readProblem(oidc.issuer, error, request)}
      />
    </Entrance>
  )
}
