import { Field } from '@/components/ui/field'
import { Select } from '@/components/ui/select'
import type { ConditionOperator, NodeData } from '@/lib/flows/schema'
import { TemplateField } from '../template-field/template-field'
import { RowList } from './row-list'
import { Section } from './section'
import { useStepForm } from './step-context'

type Row = NodeData<'condition'>['rows'][number]

const operatorNames: Record<ConditionOperator, string> = {
  equals: 'equals',
  notEquals: 'does not equal',
  contains: 'contains',
  notContains: 'does not contain',
  startsWith: 'starts with',
  endsWith: 'ends with',
  greaterThan: 'is greater than',
  greaterOrEqual: 'is at least',
  lessThan: 'is less than',
  lessOrEqual: 'is at most',
  isEmpty: 'is empty',
  isNotEmpty: 'is not empty',
  isTrue: 'is true',
  isFalse: 'is false',
}

/** These look at one value only. */
const unary = new Set<ConditionOperator>(['isEmpty', 'isNotEmpty', 'isTrue', 'isFalse'])

const operators = (Object.keys(operatorNames) as ConditionOperator[]).map((value) => ({
  value,
  label: operatorNames[value],
}))

const matches = [
  { value: 'all', label: 'All comparisons hold' },
  { value: 'any', label: 'Any comparison holds' },
] as const

export function ConditionFields({ data }: { data: NodeData<'condition'> }) {
  const { update, readOnly, problemAt } = useStepForm()
  const rowsProblem = problemAt('rows')
  return (
    <Section title="Comparisons">
      <Field label="Take the True output when">
        <Select
          value={data.match}
          options={matches}
          disabled={readOnly}
          onValueChange={(match) => update({ match })}
        />
      </Field>
      {rowsProblem && (
        <p data-field="rows" tabIndex={-1} className="text-danger">
          {rowsProblem}
        </p>
      )}
      <RowList<Row>
        rows={data.rows}
        onRowsChange={(rows) => update({ rows })}
        newRow={() => ({ left: '', operator: 'equals', right: '' })}
        what="comparison"
      >
        {(row, index) => (
          <Comparison
            row={row}
            index={index}
            onRowChange={(changed, field) => update({ rows: data.rows.with(index, changed) }, field)}
          />
        )}
      </RowList>
    </Section>
  )
}

type ComparisonProps = { row: Row; index: number; onRowChange: (row: Row, field?: string) => void }

function Comparison({ row, index, onRowChange }: ComparisonProps) {
  const { readOnly, problemAt, endGroup } = useStepForm()
  const side = (name: 'left' | 'right', label: string) => {
    const field = `rows.${index}.${name}`
    return (
      <TemplateField
        field={field}
        label={`${label} ${index + 1}`}
        hideLabel
        placeholder={name === 'left' ? '{{ steps.… }}' : 'Value'}
        value={row[name]}
        readOnly={readOnly}
        error={problemAt(field)}
        onValueChange={(value) => onRowChange({ ...row, [name]: value }, field)}
        onBlur={endGroup}
      />
    )
  }
  return (
    <div className="flex flex-col gap-1 rounded-md border border-line p-2">
      {side('left', 'What to compare in comparison')}
      <Select
        label={`Operator of comparison ${index + 1}`}
        value={row.operator}
        options={operators}
        disabled={readOnly}
        onValueChange={(operator) => onRowChange({ ...row, operator })}
      />
      {!unary.has(row.operator) && side('right', 'What to compare with in comparison')}
    </div>
  )
}
