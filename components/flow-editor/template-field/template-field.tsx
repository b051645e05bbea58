import type { ReactNode } from 'react'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Textarea } from '@/components/ui/textarea'
import { VisuallyHidden } from '@/components/ui/visually-hidden'
import { plural } from '@/lib/format'
import { cn } from '@/lib/utils'
import { PreviewLine } from './preview-line'
import { SuggestionList } from './suggestion-list'
import { useSuggestions } from './use-suggestions'

type TemplateFieldProps = {
  /** Path inside the step’s data, for problems that point to it: `headers.0.value`. */
  field: string
  label: string
  hideLabel?: boolean
  description?: ReactNode
  labelAction?: ReactNode
  value: string
  onValueChange: (value: string) => void
  /** Typing that goes on after this is another entry to undo. */
  onBlur?: () => void
  error?: string
  placeholder?: string
  readOnly?: boolean
  rows?: number
  /** `json`: templates stand inside the texts of a document, so there is no one value to preview. */
  kind?: 'text' | 'json'
  className?: string
}

/** A text that may mention values: a native input with suggestions after `{{` and on Ctrl+Space. */
export function TemplateField({
  field,
  label,
  hideLabel,
  description,
  labelAction,
  value,
  onValueChange,
  onBlur,
  error,
  placeholder,
  readOnly,
  rows,
  kind = 'text',
  className,
}: TemplateFieldProps) {
  const suggestions = useSuggestions(label, onValueChange)
  const { control, attach, open, matches, active, listId, optionId, events, follow } = suggestions
  const props = {
    value,
    placeholder,
    readOnly,
    mono: true,
    autoComplete: 'off',
    'data-field': field,
    'aria-autocomplete': 'list',
    'aria-controls': open ? listId : undefined,
    'aria-activedescendant': open ? optionId(active) : undefined,
    ...events,
    onBlur: () => {
      events.onBlur()
      onBlur?.()
    },
    onChange: (event: { target: { value: string } }) => {
      onValueChange(event.target.value)
      follow()
    },
  } as const
  return (
    <div className={cn('flex min-w-0 flex-col gap-1', className)}>
      <Field
        label={label}
        hideLabel={hideLabel}
        description={description}
        labelAction={labelAction}
        error={error}
      >
        {rows === undefined ? (
          <Input {...props} ref={attach} />
        ) : (
          <Textarea {...props} rows={rows} ref={attach} />
        )}
      </Field>
      {open && !readOnly && (
        <SuggestionList
          id={listId}
          anchor={control}
          suggestions={matches}
          active={active}
          optionId={optionId}
          onActiveChange={suggestions.setActive}
          onAccept={suggestions.accept}
        />
      )}
      <VisuallyHidden>
        <span aria-live="polite">{open ? plural(matches.length, 'suggestion', 'suggestions') : ''}</span>
      </VisuallyHidden>
      {kind === 'text' && (
        <PreviewLine
          text={value}
          hasError={error !== undefined}
          readOnly={readOnly}
          onValueChange={onValueChange}
        />
      )}
    </div>
  )
}
