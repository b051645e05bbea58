import { Field } from '@/components/ui/field'
import { Select } from '@/components/ui/select'
import type { Endpoint } from '@/lib/endpoints/schema'
import type { NodeData } from '@/lib/flows/schema'
import { httpMethods } from '@/lib/http/types'
import { TemplateField } from '../../template-field/template-field'
import { useStepForm } from '../step-context'

const methods = httpMethods.map((value) => ({ value, label: value }))

type Props = { data: NodeData<'apiCall'>; endpoint: Endpoint | undefined }

/** Method and path, and below them the address that they make with the endpoint. */
export function RequestLine({ data, endpoint }: Props) {
  const { update, readOnly, problemAt, endGroup } = useStepForm()
  return (
    <div className="grid grid-cols-[6.5rem_minmax(0,1fr)] items-start gap-x-2 gap-y-1">
      <Field label="Method">
        <Select
          value={data.method}
          options={methods}
          disabled={readOnly}
          onValueChange={(method) => update({ method })}
        />
      </Field>
      <TemplateField
        field="path"
        label="Path"
        placeholder="/customers/{{ input.id }}"
        value={data.path}
        readOnly={readOnly}
        error={problemAt('path')}
        onValueChange={(path) => update({ path }, 'path')}
        onBlur={endGroup}
      />
      {endpoint && (
        <p className="col-span-2 font-mono text-xs break-all text-muted">
          {endpoint.baseUrl}
          {data.path === '' || data.path.startsWith('/') || data.path.startsWith('?') ? '' : '/'}
          <span className="text-ink">{data.path}</span>
        </p>
      )}
    </div>
  )
}
