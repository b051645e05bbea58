import { ListPlus, TextCursorInput } from 'lucide-react'
import { useFieldArray, useFormContext, useWatch } from 'react-hook-form'
import { announce } from '@/components/ui/announcer'
import { Button } from '@/components/ui/button'
import { endpointLimits, type Endpoint } from '@/lib/endpoints/schema'
import { authenticationFromHeader } from './pasted-secret'
import type { EndpointValues } from './endpoint-values'
import { FormSection } from './form-section'
import { suggestedHeaderNames } from './header-lines'
import { HeaderLinesEditor } from './header-lines-editor'
import { HeaderRow } from './header-row'

const emptyRow = { name: '', value: '', secret: false }
const suggestionsId = 'header-name-suggestions'

type HeaderSectionProps = {
  endpoint: Endpoint | null
  level: 2 | 3
  asLines: boolean
  onAsLinesChange: (asLines: boolean) => void
}

/** Headers that every request carries: rows, or the same as lines of text. */
export function HeaderSection({ endpoint, level, asLines, onAsLinesChange }: HeaderSectionProps) {
  const { control, setValue, setFocus, clearErrors, trigger, formState } = useFormContext<EndpointValues>()
  const { fields, insert, append, remove, move, replace } = useFieldArray({ control, name: 'defaultHeaders' })
  const headers = useWatch<EndpointValues, 'defaultHeaders'>({ name: 'defaultHeaders' })
  const isFull = fields.length >= endpointLimits.headers
  const listError = formState.errors.defaultHeaders?.root?.message ?? formState.errors.defaultHeaders?.message

  /** A test says what is wrong with the rows while there are none to be seen. */
  const firstError = headers
    .map((_, index) => formState.errors.defaultHeaders?.[index])
    .map((errors) => errors?.name?.message ?? errors?.value?.message)
    .find((message) => message !== undefined)

  function addAfter(index: number) {
    if (isFull) return
    insert(index + 1, emptyRow, { shouldFocus: false })
    setTimeout(() => setFocus(`defaultHeaders.${index + 1}.name`))
  }

  /** The row that follows takes the focus, so that it does not fall out of the form. */
  function removeRow(index: number) {
    remove(index)
    setTimeout(() => {
      const next = Math.min(index, fields.length - 2)
      if (next >= 0) setFocus(`defaultHeaders.${next}.name`)
      else document.getElementById('add-header')?.focus()
    })
  }

  /** Two rows may be at odds only together, so every named one is looked at again. */
  function checkNames() {
    const named = headers.flatMap(({ name }, index) =>
      name.trim() ? [`defaultHeaders.${index}.name` as const] : [],
    )
    void trigger(named)
  }

  function moveToAuthentication(index: number) {
    const parts = authenticationFromHeader(headers[index]?.value ?? '')
    for (const [part, value] of Object.entries(parts)) {
      setValue(`authentication.${part as keyof EndpointValues['authentication']}`, value, {
        shouldDirty: true,
      })
    }
    if (parts.type === 'apiKey') setValue('authentication.headerName', 'Authorization', { shouldDirty: true })
    clearErrors(['authentication', 'defaultHeaders'])
    announce('Moved to Authentication')
    removeRow(index)
  }

  return (
    <FormSection
      level={level}
      title="Default headers"
      description="Sent with every request. A step may override one that is not secret."
    >
      {asLines ? (
        <HeaderLinesEditor
          headers={headers}
          error={firstError ?? listError}
          onHeadersChange={(next) => {
            clearErrors('defaultHeaders')
            replace(next)
          }}
          onDone={() => {
            onAsLinesChange(false)
            setTimeout(() => document.getElementById('add-header')?.focus())
          }}
        />
      ) : (
        <>
          {fields.length > 0 && (
            <ul aria-label="Default headers" className="flex flex-col gap-3">
              {fields.map((field, index) => (
                <HeaderRow
                  key={field.id}
                  index={index}
                  endpoint={endpoint}
                  isFirst={index === 0}
                  isLast={index === fields.length - 1}
                  suggestionsId={suggestionsId}
                  onEnter={() => addAfter(index)}
                  onNameBlur={checkNames}
                  onMove={(by) => move(index, index + by)}
                  onRemove={() => removeRow(index)}
                  onMoveToAuthentication={() => moveToAuthentication(index)}
                />
              ))}
            </ul>
          )}
          {listError && <p className="text-sm text-danger">{listError}</p>}
          <div className="flex flex-wrap gap-2">
            <Button
              id="add-header"
              size="sm"
              icon={<ListPlus aria-hidden />}
              disabledReason={
                isFull ? `An endpoint has at most ${endpointLimits.headers} default headers.` : undefined
              }
              onClick={() => append(emptyRow)}
            >
              Add header
            </Button>
            <Button
              size="sm"
              variant="ghost"
              icon={<TextCursorInput aria-hidden />}
              onClick={() => onAsLinesChange(true)}
            >
              Edit as text
            </Button>
          </div>
          <datalist id={suggestionsId}>
            {suggestedHeaderNames.map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </datalist>
        </>
      )}
    </FormSection>
  )
}
