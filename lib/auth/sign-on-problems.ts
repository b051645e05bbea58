import { z } from 'zod'
import { isDatabaseOutage } from '@/db/errors'
import { AppError, type ErrorCode } from '@/lib/errors'

type Problem = { code: ErrorCode; sentence: (provider: string) => string }

/** Why nobody was signed in, in words for people. The keys are in the address of the sign-in page. */
const problems = {
  unreachable: {
    code: 'unavailable',
    sentence: (provider) => `${provider} can’t be reached. Try again in a moment.`,
  },
  denied: {
    code: 'forbidden',
    sentence: (provider) => `The sign-in at ${provider} was canceled or refused.`,
  },
  expired: {
    code: 'forbidden',
    sentence: () => 'Signing in took too long, or was started again in another tab. Try again.',
  },
  no_email: {
    code: 'forbidden',
    sentence: (provider) => `${provider} did not say which email address is yours, and Sluice needs one.`,
  },
  unverified_email: {
    code: 'forbidden',
    sentence: (provider) =>
      `Your email address is not verified at ${provider}. Verify it there and try again.`,
  },
  other_person: {
    code: 'forbidden',
    sentence: (provider) =>
      `The account with your email address is linked to another person at ${provider}. Ask your operator.`,
  },
  no_database: {
    code: 'unavailable',
    sentence: () => 'Sluice can’t reach its database. Try again in a moment.',
  },
  failed: {
    code: 'internal_error',
    sentence: (provider) => `Signing in with ${provider} failed. Try again.`,
  },
} as const satisfies Record<string, Problem>
export type SignOnProblem = keyof typeof problems

/** A single sign-on ends here, for this reason. The message is for the log. */
export class SignOnRefused extends Error {
  override readonly name = 'SignOnRefused'
  constructor(
    readonly problem: SignOnProblem,
    message: string = problem,
    options?: { cause: unknown },
  ) {
    super(message, options)
  }
}

/** How the sign-in page names the provider. */
export function providerName(issuer: string): string {
  return new URL(issuer).host
}

type Given = string | string[] | undefined

/** What the address of the sign-in page says of the last attempt. Anybody may have made it up. */
export function readProblem(issuer: string, error: Given, request: Given) {
  if (error === undefined) return null
  const isKnown = typeof error === 'string' && Object.hasOwn(problems, error)
  const { code, message } = toAppError(
    new SignOnRefused(isKnown ? (error as SignOnProblem) : 'failed'),
    issuer,
  )
  return { code, message, requestId: z.uuid().safeParse(request).data ?? '', retryAfterSeconds: null }
}

/** What the doors say of a refusal. The log gets it with its causes, when it is an incident. */
export function toAppError(refusal: SignOnRefused, issuer: string): AppError {
  const { code, sentence } = problems[refusal.problem]
  return new AppError(code, sentence(providerName(issuer)), { cause: refusal })
}

/** Answers of a provider that is there and can’t, as OAuth calls them. */
const notNow = ['temporarily_unavailable', 'server_error']

/**
 * Finds out why next-auth, its OAuth client or one of our own parts failed.
 * @param answered the `error` with which the provider sent the browser back; next-auth drops it
 */
export function toRefusal(failure: unknown, answered: string | null = null): SignOnRefused {
  const error = innermost(failure)
  if (error instanceof SignOnRefused) return error
  const refuse = (problem: SignOnProblem, message?: string) =>
    new SignOnRefused(problem, message, { cause: error })

  const isOutage = error instanceof AppError ? error.code === 'unavailable' : isDatabaseOutage(error)
  if (isOutage) return refuse('no_database')
  const { type, error: refused } = factsOf(error)
  if (type === 'InvalidCheck') return refuse('expired') // a cookie that is gone, or was of another time
  if (type === 'OAuthCallbackError') {
    if (answered === 'access_denied') return refuse('denied')
    const problem = notNow.includes(answered ?? '') ? 'unreachable' : 'failed'
    return refuse(problem, `the provider answered ${oauthCode(answered)}`)
  }
  // The client has one code for many things, but hands over the parameters of the callback only where these are
  // wrong: then they are no answer to what this browser asked last.
  if ('parameters' in factsOf(causeOf(error))) return refuse('expired')
  return refuse('failed', refused === undefined ? undefined : `the provider answered ${oauthCode(refused)}`)
}

/** What OAuth calls a refusal, and no other text. */
function oauthCode(text: unknown): string {
  return typeof text === 'string' && /^[a-z_]{1,60}$/.test(text) ? text : 'with an error'
}

/** next-auth wraps what was thrown, and keeps it beside the cause. */
function innermost(failure: unknown): unknown {
  const { err } = factsOf(causeOf(failure))
  return err instanceof Error ? innermost(err) : failure
}

function causeOf(error: unknown): unknown {
  return error instanceof Error ? error.cause : undefined
}

function factsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}
