import { useMemo } from 'react'
import { BodyView } from '@/components/runs/body-view'
import { HeaderList } from '@/components/runs/header-list'
import { Callout } from '@/components/ui/callout'
import type { NodeOf } from '@/lib/flows/schema'
import { useTemplateData } from '../template-field/template-data'
import { previewRequest } from './preview-request'
import { useEndpoint } from './use-endpoint'

/** The request that the step would send with the values of the last run. */
export function RequestPreview({ node }: { node: NodeOf<'apiCall'> }) {
  const { values } = useTemplateData()
  const endpoint = useEndpoint(node.data.endpointId)
  const preview = useMemo(
    () => (endpoint ? previewRequest(node.data, endpoint, values) : null),
    [node.data, endpoint, values],
  )
  if (!preview) return <p className="p-4 text-muted">Choose an API endpoint to see the request.</p>
  if (!preview.ok) {
    return (
      <Callout tone="warning" title="This request can’t be built yet" className="m-4">
        {preview.message}
      </Callout>
    )
  }
  return (
    <div className="flex flex-col gap-3 p-4">
      <p className="text-xs text-muted">With the values of the last run, or the samples of the inputs.</p>
      <p className="font-mono text-xs break-all">
        <span className="font-semibold">{preview.method}</span> {preview.url}
      </p>
      <HeaderList headers={preview.headers} open />
      {preview.body !== null && (
        <BodyView text={preview.body} label="Request body" fileName={`${node.data.key}-request.txt`} />
      )}
    </div>
  )
}
