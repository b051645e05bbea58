import { Field } from '@/components/ui/field'
import { NumberInput } from '@/components/ui/number-input'
import { useFormat } from '@/components/ui/use-format'
import { flowLimits, type NodeData } from '@/lib/flows/schema'
import { Section } from './section'
import { useStepForm } from './step-context'

export function DelayFields({ data }: { data: NodeData<'delay'> }) {
  const { update, readOnly, problemAt, endGroup } = useStepForm()
  const format = useFormat()
  const { seconds } = data
  const range = `0–${flowLimits.delaySeconds} s`
  const error = problemAt('seconds')
  // Up to a minute the number itself reads well enough.
  const isLong = seconds !== null && seconds >= 60
  const help = isLong ? `${format.duration(seconds * 1000)} · ${range}` : range
  return (
    <Section title="Time" description="The run waits here, then goes on.">
      <div data-field="seconds" className="max-w-44">
        <Field label="Wait for" description={error === undefined ? help : undefined} error={error}>
          <NumberInput
            value={seconds}
            unit="s"
            min={0}
            max={flowLimits.delaySeconds}
            disabled={readOnly}
            onValueChange={(value) => update({ seconds: Number.isNaN(value) ? null : value }, 'seconds')}
            onBlur={endGroup}
          />
        </Field>
      </div>
    </Section>
  )
}
