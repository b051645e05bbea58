'use client'

import { Callout } from '@/components/ui/callout'
import { CopyButton } from '@/components/ui/copy-button'
import type { ErrorBody } from '@/lib/action-result'
import { RetryCountdown } from './retry-countdown'

/** Why nobody was signed in: the answer of an action, or what a provider sent the browser back with. */
export type Refusal = Pick<ErrorBody, 'code' | 'message' | 'requestId' | 'retryAfterSeconds'>

/** Those of which the log knows more. */
const incidents = ['internal_error', 'unavailable']

export function SignInRefusal({ refusal, onEnd }: { refusal: Refusal; onEnd: () => void }) {
  const { code, message, requestId, retryAfterSeconds } = refusal
  if (code === 'rate_limited' && retryAfterSeconds !== null) {
    return (
      <Callout tone="danger" role="alert">
        <RetryCountdown key={requestId} seconds={retryAfterSeconds} onEnd={onEnd} />
      </Callout>
    )
  }
  return (
    <Callout tone="danger" role="alert">
      {message}
      {incidents.includes(code) && requestId !== '' && (
        <p className="mt-1 flex items-center gap-1 text-xs text-muted">
          <span className="min-w-0 wrap-anywhere">
            Request id <code className="font-mono">{requestId}</code>
          </span>
          <CopyButton value={requestId} label="Copy request id" />
        </p>
      )}
    </Callout>
  )
}
