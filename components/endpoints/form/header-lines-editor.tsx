import { useCallback, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Textarea } from '@/components/ui/textarea'
import { plural } from '@/lib/format'
import { type HeaderValues, withoutBlankHeaders } from './endpoint-values'
import { headerLines, headersFromLines } from './header-lines'

type HeaderLinesEditorProps = {
  headers: HeaderValues[]
  error: string | undefined
  onHeadersChange: (headers: HeaderValues[]) => void
  onDone: () => void
}

/**
 * All headers at once, one `Name: value` a line. The form has them as they are typed, so that nothing but
 * Cancel takes them back.
 */
export function HeaderLinesEditor({ headers, error, onHeadersChange, onDone }: HeaderLinesEditorProps) {
  const [typed, setTyped] = useState<{ lines: string; before: HeaderValues[] } | null>(null)
  const focused = useCallback((element: HTMLTextAreaElement | null) => element?.focus(), [])
  const hidden = headers.filter(({ value }) => value === null).length
  return (
    <div className="flex flex-col gap-2">
      <Field
        label="Headers as text"
        error={error}
        description={
          hidden === 0
            ? 'One a line, as “Name: value”.'
            : `One a line, as “Name: value”. ${plural(hidden, 'stored secret is', 'stored secrets are')} not listed and stay as they are.`
        }
      >
        <Textarea
          mono
          rows={5}
          value={typed?.lines ?? headerLines(withoutBlankHeaders(headers))}
          onChange={({ target: { value: lines } }) => {
            const before = typed?.before ?? headers
            setTyped({ lines, before })
            onHeadersChange(headersFromLines(lines, before))
          }}
          ref={focused}
        />
      </Field>
      <div className="flex gap-2">
        <Button size="sm" variant="primary" onClick={onDone}>
          Use these headers
        </Button>
        <Button
          size="sm"
          onClick={() => {
            if (typed) onHeadersChange(typed.before)
            onDone()
          }}
        >
          Cancel
        </Button>
      </div>
    </div>
  )
}
