import { useCallback, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Textarea } from '@/components/ui/textarea'
import { plural } from '@/lib/format'
import type { HeaderValues } from './endpoint-values'
import { headerLines, headersFromLines } from './header-lines'

type HeaderLinesEditorProps = {
  headers: HeaderValues[]
  /** With the new rows, or `null` when nothing is to change. */
  onDone: (headers: HeaderValues[] | null) => void
}

/** All headers at once, one `Name: value` a line. */
export function HeaderLinesEditor({ headers, onDone }: HeaderLinesEditorProps) {
  const [lines, setLines] = useState(() => headerLines(headers))
  const focused = useCallback((element: HTMLTextAreaElement | null) => element?.focus(), [])
  const hidden = headers.filter(({ value }) => value === null).length
  return (
    <div className="flex flex-col gap-2">
      <Field
        label="Headers as text"
        description={
          hidden === 0
            ? 'One a line, as “Name: value”.'
            : `One a line, as “Name: value”. ${plural(hidden, 'stored secret is', 'stored secrets are')} not listed and stay as they are.`
        }
      >
        <Textarea
          mono
          rows={5}
          value={lines}
          onChange={(event) => setLines(event.target.value)}
          ref={focused}
        />
      </Field>
      <div className="flex gap-2">
        <Button size="sm" variant="primary" onClick={() => onDone(headersFromLines(lines, headers))}>
          Use these headers
        </Button>
        <Button size="sm" onClick={() => onDone(null)}>
          Cancel
        </Button>
      </div>
    </div>
  )
}
