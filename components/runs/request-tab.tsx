import { CopyButton } from '@/components/ui/copy-button'
import type { StepRecord } from '@/lib/runs/schema'
import { BodiesOnly } from './bodies-only'
import { BodyView } from './body-view'
import { HeaderList } from './header-list'
import { toCurl } from './to-curl'

/** The request as it was sent, secrets masked. */
export function RequestTab({ record }: { record: StepRecord }) {
  const { request, endpoint } = record
  if (!request) {
    // Its process died before it had written down what it sent.
    const isUnknown = record.error?.code === 'unknown_outcome'
    return (
      <p className="text-sm text-muted">
        {isUnknown ? 'Nobody knows whether it was sent.' : 'Nothing was sent.'}
      </p>
    )
  }
  return (
    <div className="flex flex-col gap-3">
      <div className="flex items-start gap-2">
        <p className="min-w-0 flex-1 py-1 font-mono text-xs break-all">
          <span className="font-semibold">{request.method}</span> {request.url}
        </p>
        {request.headers.length > 0 && (
          <CopyButton value={toCurl(request, endpoint?.name ?? null)} label="Copy as cURL" text />
        )}
      </div>
      <BodiesOnly>
        <HeaderList headers={request.headers} open />
        {request.body === null ? (
          <p className="text-sm text-muted">The request has no body.</p>
        ) : (
          <BodyView text={request.body} label="Request body" fileName={`${record.key}-request.txt`} />
        )}
      </BodiesOnly>
    </div>
  )
}
