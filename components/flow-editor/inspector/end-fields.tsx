import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/checkbox'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import type { NodeData } from '@/lib/flows/schema'
import { useStepProblems } from '../editor-problems'
import { TemplateField } from '../template-field/template-field'
import { type OutputRow, outputRows, parseOutput, rowsToOutput } from './end-output'
import { RowList } from './row-list'
import { Section } from './section'
import { useStepForm } from './step-context'
import { type Unfinished, useDraft } from './use-draft'

type Output = NodeData<'end'>['output']

const unfinishedRows: Unfinished<OutputRow[]> = new WeakMap()
const unfinishedJson: Unfinished<string> = new WeakMap()

export function EndFields({ data }: { data: NodeData<'end'> }) {
  const { update, readOnly } = useStepForm()
  const [asJson, setAsJson] = useState(() => unfinishedJson.has(data.output))
  const onlyJson = outputRows(data.output) === null
  return (
    <Section
      title="Output"
      description="What the run gives back. One reference alone keeps its type."
      actions={
        !onlyJson && (
          <Button size="sm" variant="ghost" onClick={() => setAsJson(!asJson)}>
            {asJson ? 'Edit as rows' : 'Edit as JSON'}
          </Button>
        )
      }
    >
      {asJson || onlyJson ? <OutputAsJson output={data.output} /> : <OutputAsRows output={data.output} />}
      <Checkbox
        label="Mark the run as failed"
        description="The run ends as failed, with this output."
        checked={data.failed === true}
        disabled={readOnly}
        onCheckedChange={(failed) => update({ failed: failed ? true : undefined })}
      />
    </Section>
  )
}

function OutputAsRows({ output }: { output: Output }) {
  const { update, readOnly, problemAt, endGroup } = useStepForm()
  const [rows, setRows] = useDraft(output, (value) => outputRows(value) ?? [], unfinishedRows)
  const result = rowsToOutput(rows)

  // Two rows of one name can't be kept; they stay here, with a remark, until one is renamed.
  function change(next: OutputRow[], field?: string) {
    const made = rowsToOutput(next)
    setRows(next, 'output' in made ? made.output : output)
    if ('output' in made) update({ output: made.output }, field)
  }

  return (
    <RowList<OutputRow>
      rows={rows}
      onRowsChange={(next) => change(next)}
      newRow={() => ({ name: '', value: '' })}
      what="value"
    >
      {(row, index) => (
        <div className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)] gap-1">
          <Field
            label={`Name of value ${index + 1}`}
            hideLabel
            error={'duplicate' in result && result.duplicate === row.name ? twice(row.name) : undefined}
          >
            <Input
              mono
              placeholder="Name"
              autoComplete="off"
              value={row.name}
              readOnly={readOnly}
              onChange={(event) =>
                change(rows.with(index, { ...row, name: event.target.value }), `output.name.${index}`)
              }
              onBlur={endGroup}
            />
          </Field>
          <TemplateField
            field={`output.${row.name}`}
            label={`Value of ${row.name || `value ${index + 1}`}`}
            hideLabel
            placeholder="{{ steps.… }}"
            value={row.value}
            readOnly={readOnly}
            error={problemAt(`output.${row.name}`)}
            onValueChange={(value) => change(rows.with(index, { ...row, value }), `output.value.${index}`)}
            onBlur={endGroup}
          />
        </div>
      )}
    </RowList>
  )
}

function twice(name: string): string {
  return name === '' ? 'Two values have no name.' : `There are two values called “${name}”.`
}

function OutputAsJson({ output }: { output: Output }) {
  const { update, readOnly, endGroup, nodeId } = useStepForm()
  const problem = useStepProblems(nodeId).find(({ field }) => field?.startsWith('output'))
  const [text, setText] = useDraft(output, (value) => JSON.stringify(value, null, 2), unfinishedJson)
  const parsed = parseOutput(text)

  function change(next: string) {
    const made = parseOutput(next)
    setText(next, 'output' in made ? made.output : output)
    if ('output' in made) update({ output: made.output }, 'output')
  }

  return (
    <TemplateField
      field="output"
      kind="json"
      label="Output as JSON"
      rows={8}
      value={text}
      readOnly={readOnly}
      error={'error' in parsed ? parsed.error : problem?.message}
      onValueChange={change}
      onBlur={endGroup}
    />
  )
}
