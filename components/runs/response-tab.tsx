import { Badge } from '@/components/ui/badge'
import { useFormat } from '@/components/ui/use-format'
import type { ResponseRecord, StepRecord } from '@/lib/runs/schema'
import { BodiesOnly } from './bodies-only'
import { BodyView, DownloadButton } from './body-view'
import { HeaderList } from './header-list'

/** The answer: its status line, headers and body, always as text. */
export function ResponseTab({ record }: { record: StepRecord }) {
  const { response } = record
  if (!response) return <p className="text-sm text-muted">No complete answer arrived.</p>
  return (
    <div className="flex flex-col gap-3">
      <StatusLine response={response} totalMs={record.timing?.totalMs ?? null} />
      {response.redirectedFrom.length > 0 && (
        <p className="text-xs break-all text-muted">
          Redirected from {response.redirectedFrom.join(', then ')}
        </p>
      )}
      <BodiesOnly>
        <HeaderList headers={Object.entries(response.headers).map(([name, value]) => ({ name, value }))} />
        <Body response={response} fileName={`${record.key}-response`} />
      </BodiesOnly>
    </div>
  )
}

function StatusLine({ response, totalMs }: { response: ResponseRecord; totalMs: number | null }) {
  const format = useFormat()
  const { statusCode, statusText, bodyBytes, contentType } = response
  const tone = statusCode < 300 ? 'success' : statusCode < 400 ? 'info' : 'danger'
  const facts = [totalMs === null ? null : format.duration(totalMs), format.bytes(bodyBytes), contentType]
  return (
    <p className="flex flex-wrap items-center gap-2 text-sm">
      <Badge tone={tone}>{`${statusCode} ${statusText}`.trim()}</Badge>
      <span className="text-muted tabular-nums">{facts.filter((fact) => fact !== null).join(' · ')}</span>
    </p>
  )
}

function Body({ response, fileName }: { response: ResponseRecord; fileName: string }) {
  const format = useFormat()
  const { body, encoding, truncated, contentType, bodyBytes } = response
  if (bodyBytes === 0) return <p className="text-sm text-muted">The answer has no body.</p>
  return (
    <>
      {truncated && (
        <p className="text-xs text-muted">
          Runs keep the first 1 MiB of a body. This one had {format.bytes(bodyBytes)}.
        </p>
      )}
      {encoding === 'base64' ? (
        <p className="flex items-center gap-2 text-sm text-muted">
          This body is not text.
          <DownloadButton bytes={() => fromBase64(body)} fileName={fileName} contentType={contentType} />
        </p>
      ) : (
        <BodyView
          text={body}
          label="Response body"
          fileName={`${fileName}.${contentType?.includes('json') ? 'json' : 'txt'}`}
        />
      )}
    </>
  )
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0))
}
