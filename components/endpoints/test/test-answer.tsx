import { HeaderList } from '@/components/runs/header-list'
import { prettyJson } from '@/components/runs/pretty-json'
import { Badge } from '@/components/ui/badge'
import { CodeBlock } from '@/components/ui/code-block'
import { useFormat } from '@/components/ui/use-format'
import type { EndpointTestResult } from '@/lib/endpoints/schema'

/** What came back and what was sent for it, always as text, secrets masked. */
export function TestAnswer({ result }: { result: EndpointTestResult }) {
  const format = useFormat()
  const { response, request, timing } = result
  return (
    <div className="flex flex-col gap-3">
      {response && (
        <>
          <p className="flex flex-wrap items-center gap-2">
            <Badge tone={result.ok ? 'success' : 'danger'}>
              {`${response.statusCode} ${response.statusText}`.trim()}
            </Badge>
            <span className="text-muted tabular-nums">
              {[format.duration(timing.totalMs), format.bytes(response.bodyBytes), response.contentType]
                .filter(Boolean)
                .join(' · ')}
            </span>
          </p>
          {response.body !== '' && response.encoding === 'utf8' && (
            <CodeBlock
              code={prettyJson(response.body) ?? response.body}
              label="Beginning of the body"
              maxHeight={240}
            />
          )}
          {response.body !== '' && response.encoding === 'base64' && (
            <p className="text-muted">The body is not text.</p>
          )}
          {response.truncated && <p className="text-xs text-muted">Cut after the first 2 kB.</p>}
          <HeaderList headers={Object.entries(response.headers).map(([name, value]) => ({ name, value }))} />
        </>
      )}
      {request && (
        <details>
          <summary className="w-fit cursor-pointer rounded-sm py-1 font-medium">Request as sent</summary>
          <CodeBlock
            className="mt-1"
            label="Request as sent"
            code={[
              `${request.method} ${request.url}`,
              ...request.headers.map(({ name, value }) => `${name}: ${value}`),
            ].join('\n')}
            maxHeight={240}
          />
        </details>
      )}
    </div>
  )
}
