import { NumberInput } from '@/components/ui/number-input'
import { Field } from '@/components/ui/field'
import type { Endpoint } from '@/lib/endpoints/schema'
import type { NodeData } from '@/lib/flows/schema'
import { useEditor } from '../../use-editor'
import { Section } from '../section'
import { useStepForm } from '../step-context'
import { RetryFields } from './retry-fields'

type Props = { data: NodeData<'apiCall'>; endpoint: Endpoint | undefined }

/** How patient the step is, and what becomes of a failure. */
export function ErrorFields({ data, endpoint }: Props) {
  const { nodeId } = useStepForm()
  const isHandled = useEditor((state) =>
    state.edges.some((edge) => edge.source === nodeId && edge.sourceHandle === 'error'),
  )
  return (
    <Section
      title="Errors"
      description={isHandled ? undefined : 'Without a connected Error output a failure stops the run.'}
    >
      <RetryFields data={data} />
      <div className="grid grid-cols-2 items-start gap-2">
        <Timeout
          field="connectTimeoutSeconds"
          label="Connection timeout"
          value={data.connectTimeoutSeconds ?? null}
          ofEndpoint={endpoint?.connectTimeoutSeconds ?? 300}
          isKnown={endpoint !== undefined}
        />
        <Timeout
          field="responseTimeoutSeconds"
          label="Response timeout"
          value={data.responseTimeoutSeconds ?? null}
          ofEndpoint={endpoint?.responseTimeoutSeconds ?? 600}
          isKnown={endpoint !== undefined}
        />
      </div>
    </Section>
  )
}

type TimeoutProps = {
  field: 'connectTimeoutSeconds' | 'responseTimeoutSeconds'
  label: string
  value: number | null
  ofEndpoint: number
  isKnown: boolean
}

const shortest = 0.1

/** Overrides the endpoint’s timeout, downwards only. */
function Timeout({ field, label, value, ofEndpoint, isKnown }: TimeoutProps) {
  const { update, readOnly, problemAt, endGroup } = useStepForm()
  const isLonger = value !== null && value > ofEndpoint
  return (
    <div data-field={field}>
      <Field
        label={label}
        optional
        description={isKnown ? `The endpoint’s ${ofEndpoint} s, or less` : `${shortest}–${ofEndpoint} s`}
        error={problemAt(field) ?? (isLonger ? `The endpoint’s ${ofEndpoint} s stays in force.` : undefined)}
      >
        <NumberInput
          value={value}
          unit="s"
          min={shortest}
          max={ofEndpoint}
          disabled={readOnly}
          onValueChange={(seconds) => update({ [field]: inRange(seconds, field) }, field)}
          onBlur={endGroup}
        />
      </Field>
    </div>
  )
}

/** What the schema can't hold would keep the whole flow from being saved. */
function inRange(seconds: number | null, field: TimeoutProps['field']): number | undefined {
  if (seconds === null || Number.isNaN(seconds)) return undefined
  return Math.min(Math.max(seconds, shortest), field === 'connectTimeoutSeconds' ? 300 : 600)
}
