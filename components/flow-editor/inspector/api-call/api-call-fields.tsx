import { EndpointPicker } from '@/components/endpoints/endpoint-picker'
import type { NodeData } from '@/lib/flows/schema'
import { NameValueRows } from '../name-value-rows'
import { Section } from '../section'
import { useStepForm } from '../step-context'
import { useEndpoint } from '../use-endpoint'
import { BodyFields } from './body-fields'
import { ErrorFields } from './error-fields'
import { HeaderFields } from './header-fields'
import { RequestLine } from './request-line'
import { ResponseFields } from './response-fields'

export function ApiCallFields({ data }: { data: NodeData<'apiCall'> }) {
  const { update, readOnly, problemAt } = useStepForm()
  const endpoint = useEndpoint(data.endpointId)
  return (
    <>
      <div data-field="endpointId">
        <EndpointPicker
          value={data.endpointId}
          onChange={(endpointId) => update({ endpointId })}
          disabled={readOnly}
          error={problemAt('endpointId')}
        />
      </div>
      <RequestLine data={data} endpoint={endpoint} />
      <Section title="Query">
        <NameValueRows
          field="query"
          what="query parameter"
          canDisable
          rows={data.query ?? []}
          onRowsChange={(query, field) => update({ query: query.length > 0 ? query : undefined }, field)}
        />
      </Section>
      <HeaderFields data={data} endpoint={endpoint} />
      <BodyFields data={data} />
      <ResponseFields data={data} />
      <ErrorFields data={data} endpoint={endpoint} />
    </>
  )
}
