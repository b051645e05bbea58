import 'server-only'
import type { NextRequest } from 'next/server'
import { env } from '@/lib/env'
import { toErrorBody } from '@/lib/error-body'
import { notFound } from '@/lib/errors'
import { json } from '@/lib/json-response'
import { type RequestMeta, requestMeta } from '@/lib/request-meta'
import { services } from '@/lib/server'
import { ownPath } from './callback-url'
import { signOnCookies } from './cookies'
import { currentSession } from './current-session'
import { handlers, signIn } from './next-auth'
import { oidcProviderId } from './oidc-provider'
import { isAsSecureAs } from './provider-fetch'
import type { StartSingleSignOnInput } from './schema'
import { endSession } from './sessions'
import { attempting } from './sign-on-attempt'
import { SignOnRefused, toAppError, toRefusal } from './sign-on-problems'

/**
 * Where to send this browser for it to sign in at the provider. Its page goes there by itself, because our
 * `form-action` lets no form be answered with a redirect to another origin.
 */
export async function startSingleSignOn(
  meta: RequestMeta,
  { callbackUrl }: StartSingleSignOnInput,
): Promise<{ redirectTo: string }> {
  const { appUrl, oidc } = env()
  if (!oidc) throw notFound()
  const { result, failure } = await attempting(meta, async () => {
    const address: string = await signIn(oidcProviderId, {
      redirect: false,
      redirectTo: ownPath(callbackUrl, appUrl),
    })
    if (isAsSecureAs(new URL(address), oidc.issuer)) return address
    throw new SignOnRefused('failed', 'The provider’s page for signing in would not be encrypted.')
  })
  if (result === null) throw toAppError(toRefusal(failure), oidc.issuer)
  return { redirectTo: result }
}

/**
 * Signs in the browser that comes back from the provider. A session that it had before ends: nobody may have
 * planted it. This GET changes things, as the protocol has it; `state` stands in for the origin of a post.
 */
export async function finishSingleSignOn(request: NextRequest): Promise<Response> {
  const { appUrl, oidc } = env()
  if (!oidc) return json({ code: 'not_found' }, 404)
  const meta = requestMeta(request.headers)
  const { result, failure } = await attempting(meta, async () => ({
    before: await currentSession(),
    response: await handlers.GET(request),
  }))
  if (result !== null) {
    if (result.before) await endSession(services().db, result.before.id)
    return result.response
  }

  const refusal = toRefusal(failure, request.nextUrl.searchParams.get('error'))
  const { code, requestId } = toErrorBody(toAppError(refusal, oidc.issuer), meta.requestId)
  const target = request.cookies.get(signOnCookies(appUrl).callbackUrl.name)?.value
  const page = new URL('/sign-in', appUrl)
  page.searchParams.set('error', refusal.problem)
  page.searchParams.set('callbackUrl', ownPath(target, appUrl))
  if (code === 'internal_error' || code === 'unavailable') page.searchParams.set('request', requestId)
  return Response.redirect(page)
}
