import { ActionError } from '@/lib/action-result'

/** Fired on `window` when the session has ended under a page that holds unsaved changes. */
export const signedOutEvent = 'sluice:signed-out'

/**
 * For a session that ended while a page was open: leads to the sign-in page and back here afterwards.
 * A page with unsaved changes stays where it is, and the person is told. Other errors are none of its business.
 */
export function signInAgain(error: unknown): void {
  if (!(error instanceof ActionError) || error.body.code !== 'unauthenticated') return
  const { pathname, search } = window.location
  if (pathname === '/sign-in') return
  if (hasUnsavedChanges()) window.dispatchEvent(new Event(signedOutEvent))
  else window.location.assign(`/sign-in?callbackUrl=${encodeURIComponent(pathname + search)}&reason=expired`)
}

/** Whoever has something to lose objects to the closing of the page, so that is what is asked. */
function hasUnsavedChanges(): boolean {
  return !window.dispatchEvent(new Event('beforeunload', { cancelable: true }))
}
