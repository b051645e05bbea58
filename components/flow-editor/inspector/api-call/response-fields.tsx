import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import type { NodeData } from '@/lib/flows/schema'
import { defaultSuccessStatuses } from '@/lib/flows/success-statuses'
import { Section } from '../section'
import { useStepForm } from '../step-context'

const formats = [
  { value: 'auto', label: 'Auto' },
  { value: 'json', label: 'JSON' },
  { value: 'text', label: 'Text' },
] as const

export function ResponseFields({ data }: { data: NodeData<'apiCall'> }) {
  const { update, readOnly, problemAt, endGroup } = useStepForm()
  return (
    <Section title="Response">
      <div className="grid grid-cols-[8rem_minmax(0,1fr)] items-start gap-2">
        <Field label="Read as">
          <Select
            value={data.responseFormat ?? 'auto'}
            options={formats}
            disabled={readOnly}
            onValueChange={(format) => update({ responseFormat: format === 'auto' ? undefined : format })}
          />
        </Field>
        <Field
          label="Success statuses"
          description="Everything else leaves by the Error output."
          error={problemAt('successStatuses')}
        >
          <Input
            mono
            data-field="successStatuses"
            placeholder={defaultSuccessStatuses}
            autoComplete="off"
            value={data.successStatuses ?? ''}
            readOnly={readOnly}
            onChange={(event) =>
              update({ successStatuses: event.target.value || undefined }, 'successStatuses')
            }
            onBlur={endGroup}
          />
        </Field>
      </div>
    </Section>
  )
}
