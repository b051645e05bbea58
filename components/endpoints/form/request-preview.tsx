import { useWatch } from 'react-hook-form'
import type { EndpointValues } from './endpoint-values'
import { requestPreviewLines } from './request-preview-lines'

/** What an API Call through this endpoint starts with, as it is typed. */
export function RequestPreview() {
  const values = useWatch<EndpointValues>() as EndpointValues
  const [line, ...headers] = requestPreviewLines(values)
  return (
    <figure className="min-w-0 rounded-md border border-line bg-subtle px-3 py-2">
      <figcaption className="text-xs text-muted">Every request starts with</figcaption>
      <div className="mt-1 font-mono text-xs break-all">
        <p>{line}</p>
        {headers.map((header) => (
          <p key={header} className="text-muted">
            {header}
          </p>
        ))}
      </div>
    </figure>
  )
}
