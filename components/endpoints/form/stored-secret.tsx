import { Check, KeyRound, TriangleAlert } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { RelativeTime } from '@/components/ui/relative-time'
import type { SecretState } from '@/lib/endpoints/schema'
import { cn } from '@/lib/utils'

type StoredSecretProps = {
  noun: string
  state: Partial<SecretState> | null
  replaceLabel?: string
  /** Absent for those who may not. */
  onReplace?: () => void
  className?: string
}

/** All that anybody sees of a stored secret: that it is there, since when, by whom. */
export function StoredSecret({
  noun,
  state,
  replaceLabel = 'Replace',
  onReplace,
  className,
}: StoredSecretProps) {
  const isSet = state?.isSet ?? false
  const Icon = isSet ? (onReplace ? Check : KeyRound) : TriangleAlert
  return (
    <div
      className={cn(
        'flex min-h-8 flex-wrap items-center gap-x-3 gap-y-1 rounded-md border border-line bg-subtle px-2.5 py-1',
        className,
      )}
    >
      <p className="flex min-w-0 flex-1 items-start gap-1.5">
        <Icon aria-hidden className={cn('mt-0.5 size-4 shrink-0', isSet ? 'text-success' : 'text-warning')} />
        <span className="min-w-0">
          {isSet ? <Saved state={state} /> : `No ${noun} is stored. Requests fail until it is entered.`}
        </span>
      </p>
      {onReplace && (
        <Button size="sm" onClick={onReplace} aria-label={`${replaceLabel} ${noun}`}>
          {replaceLabel}
        </Button>
      )}
    </div>
  )
}

/** A fingerprint is only there for admins. */
function Saved({ state }: { state: Partial<SecretState> | null }) {
  if (!state?.fingerprint) return 'Configured'
  return (
    <>
      <span className="font-medium">Saved</span>
      {state.setBy && ` · set by ${state.setBy}`}
      {state.setAt && (
        <>
          , <RelativeTime date={state.setAt} />
        </>
      )}
      {' · fingerprint '}
      <code className="font-mono text-xs">{state.fingerprint}</code>
    </>
  )
}
