import { inputText, parseInput, type StartInput } from '@/components/runs/start-input'
import { Checkbox } from '@/components/ui/checkbox'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import type { InputType, NodeData } from '@/lib/flows/schema'
import { RowList } from './row-list'
import { Section } from './section'
import { useStepForm } from './step-context'
import { useDraft } from './use-draft'

const types: { value: InputType; label: string }[] = [
  { value: 'string', label: 'Text' },
  { value: 'number', label: 'Number' },
  { value: 'boolean', label: 'True/false' },
  { value: 'object', label: 'Object' },
  { value: 'array', label: 'List' },
]

export function StartFields({ data }: { data: NodeData<'start'> }) {
  const { update } = useStepForm()
  return (
    <Section title="Inputs" description="What a run is started with. Steps read them as input.name.">
      <RowList<StartInput>
        rows={data.inputs}
        onRowsChange={(inputs) => update({ inputs })}
        newRow={() => ({ name: '', type: 'string', required: true })}
        what="input"
      >
        {(input, index) => (
          <InputRow
            input={input}
            index={index}
            onInputChange={(changed, field) => update({ inputs: data.inputs.with(index, changed) }, field)}
          />
        )}
      </RowList>
    </Section>
  )
}

type InputRowProps = {
  input: StartInput
  index: number
  onInputChange: (input: StartInput, field?: string) => void
}

function InputRow({ input, index, onInputChange }: InputRowProps) {
  const { readOnly, problemAt, endGroup } = useStepForm()
  const path = `inputs.${index}`
  return (
    <div className="flex flex-col gap-2 rounded-md border border-line p-2">
      <div className="grid grid-cols-[minmax(0,3fr)_minmax(0,2fr)] gap-1">
        <Field label={`Name of input ${index + 1}`} hideLabel error={problemAt(`${path}.name`)}>
          <Input
            mono
            data-field={`${path}.name`}
            placeholder="Name"
            autoComplete="off"
            maxLength={64}
            value={input.name}
            readOnly={readOnly}
            onChange={(event) => onInputChange({ ...input, name: event.target.value }, `${path}.name`)}
            onBlur={endGroup}
          />
        </Field>
        <Select
          label={`Type of input ${index + 1}`}
          value={input.type}
          options={types}
          disabled={readOnly}
          // A sample of the old type is none of the new one.
          onValueChange={(type) => onInputChange({ name: input.name, type, required: input.required })}
        />
      </div>
      <Sample input={input} path={path} onInputChange={onInputChange} />
      <Checkbox
        label="Required"
        checked={input.required}
        disabled={readOnly}
        onCheckedChange={(required) => onInputChange({ ...input, required })}
      />
    </div>
  )
}

type SampleProps = { input: StartInput; path: string; onInputChange: InputRowProps['onInputChange'] }

function Sample({ input, path, onInputChange }: SampleProps) {
  const { readOnly, endGroup } = useStepForm()
  const [text, setText] = useDraft(input.sample, (sample) => inputText(input, sample))
  const { error } = parseInput({ ...input, required: false }, text)

  function change(next: string) {
    const parsed = parseInput({ ...input, required: false }, next)
    if (parsed.error) return setText(next, input.sample)
    setText(next, parsed.value)
    onInputChange({ ...input, sample: parsed.value }, `${path}.sample`)
  }

  return (
    <Field label="Sample" optional error={error}>
      <Input
        mono
        data-field={`${path}.sample`}
        autoComplete="off"
        value={text}
        readOnly={readOnly}
        onChange={(event) => change(event.target.value)}
        onBlur={endGroup}
      />
    </Field>
  )
}
