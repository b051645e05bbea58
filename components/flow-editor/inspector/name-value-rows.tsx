import { Field } from '@/components/ui/field'
import { Checkbox } from '@/components/ui/checkbox'
import { Input } from '@/components/ui/input'
import { TemplateField } from '../template-field/template-field'
import { RowList } from './row-list'
import { useStepForm } from './step-context'

type NameValueRow = { name: string; value: string; enabled?: boolean }

type Props = {
  /** Path of the list inside the step’s data: `body.fields`. */
  field: string
  what: string
  rows: NameValueRow[]
  /** Gets the path of the text that is being typed, for undo; nothing for one click. */
  onRowsChange: (rows: NameValueRow[], field?: string) => void
  /** Whether a row can be switched off without losing it. */
  canDisable?: boolean
  /** A remark under a row, such as what it overrides. */
  note?: (row: NameValueRow) => string | undefined
}

/** Names with template values: query, headers, form fields, variables. */
export function NameValueRows({ field, what, rows, onRowsChange, canDisable = false, note }: Props) {
  const { readOnly, problemAt, endGroup } = useStepForm()
  return (
    <RowList<NameValueRow>
      rows={rows}
      onRowsChange={(next) => onRowsChange(next)}
      newRow={() => ({ name: '', value: '' })}
      what={what}
    >
      {(row, index) => {
        const path = `${field}.${index}`
        const change = (patch: Partial<NameValueRow>, part?: string) =>
          onRowsChange(rows.with(index, { ...row, ...patch }), part && `${path}.${part}`)
        return (
          <div className="flex items-start gap-2">
            {canDisable && (
              <Checkbox
                label={`Use ${what} ${index + 1}`}
                hideLabel
                className="mt-1.5"
                checked={row.enabled !== false}
                disabled={readOnly}
                onCheckedChange={(enabled) => change({ enabled: enabled ? undefined : false })}
              />
            )}
            <div className="grid min-w-0 flex-1 grid-cols-[minmax(0,2fr)_minmax(0,3fr)] gap-1">
              <Field label={`Name of ${what} ${index + 1}`} hideLabel error={problemAt(`${path}.name`)}>
                <Input
                  mono
                  data-field={`${path}.name`}
                  placeholder="Name"
                  autoComplete="off"
                  value={row.name}
                  readOnly={readOnly}
                  onChange={(event) => change({ name: event.target.value }, 'name')}
                  onBlur={endGroup}
                />
              </Field>
              <TemplateField
                field={`${path}.value`}
                label={`Value of ${row.name || `${what} ${index + 1}`}`}
                hideLabel
                placeholder="Value"
                value={row.value}
                readOnly={readOnly}
                error={problemAt(`${path}.value`)}
                onValueChange={(value) => change({ value }, 'value')}
                onBlur={endGroup}
              />
              {note?.(row) && <p className="col-span-2 text-xs text-muted">{note(row)}</p>}
            </div>
          </div>
        )
      }}
    </RowList>
  )
}
