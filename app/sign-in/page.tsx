import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { SignInForm } from '@/components/auth/sign-in-form'
import { Wordmark } from '@/components/shell/wordmark'
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
    <main className="grid min-h-dvh place-items-center p-4 pb-[14vh]">
      <div className="w-full max-w-sm">
        <div className="mb-5 flex justify-center">
          <Wordmark />
        </div>
        <SignInForm
          callbackUrl={target}
          signedOut={reason === 'expired'}
          insecure={!isSecureAddress(appUrl)}
          provider={oidc && providerName(oidc.issuer)}
          problem={oidc && readProblem(oidc.issuer, error, request)}
        />
      </div>
    </main>
  )
}
