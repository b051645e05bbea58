import { AsyncLocalStorage } from 'node:async_hooks'
import type { RequestMeta } from '@/lib/request-meta'

type Attempt = { meta: RequestMeta; failure: unknown }

const attempts = new AsyncLocalStorage<Attempt>()

/**
 * Lets next-auth do its part of a single sign-on. Its callbacks learn from here who asks, and we what went
 * wrong: it tells only its logger, and leads to a page with one word for everything.
 */
export async function attempting<T>(
  meta: RequestMeta,
  work: () => Promise<T>,
): Promise<{ result: T; failure: null } | { result: null; failure: unknown }> {
  const attempt: Attempt = { meta, failure: null }
  try {
    const result = await attempts.run(attempt, work)
    if (attempt.failure === null) return { result, failure: null }
  } catch (error) {
    attempt.failure ??= error
  }
  return { result: null, failure: attempt.failure }
}

/** The single sign-on that is going on, or null. */
export function currentAttempt(): Attempt | null {
  return attempts.getStore() ?? null
}
