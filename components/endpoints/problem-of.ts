import { ActionError } from '@/lib/action-result'

/** The flow that is open has changes that couldn’t be saved, so nothing was done. */
export class UnsavedFlowError extends Error {
  constructor() {
    super('The latest changes of this flow couldn’t be saved, so nothing was replaced.')
  }
}

/** Why something failed, in words for people. */
export function problemOf(error: unknown): { message: string; requestId?: string } {
  if (error instanceof UnsavedFlowError) return { message: error.message }
  if (!(error instanceof ActionError))
    return { message: 'Something went wrong in this browser. Reload the page.' }
  const { message, requestId } = error.body
  return requestId ? { message, requestId } : { message }
}
