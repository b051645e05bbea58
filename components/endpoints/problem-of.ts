import { ActionError } from '@/lib/action-result'

/** Why something failed, in words for people. */
export function problemOf(error: unknown): { message: string; requestId?: string } {
  if (!(error instanceof ActionError))
    return { message: 'Something went wrong in this browser. Reload the page.' }
  const { message, requestId } = error.body
  return requestId ? { message, requestId } : { message }
}
