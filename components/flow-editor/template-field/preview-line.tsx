import { useDeferredValue, useMemo } from 'react'
import { Button } from '@/components/ui/button'
import { SourceActions } from '../samples/source-actions'
import { previewTemplate } from './preview-template'
import { useTemplateData } from './template-data'

type Props = {
  text: string
  /** The field says already what is wrong, so only the way out is shown. */
  hasError: boolean
  readOnly?: boolean
  onValueChange: (text: string) => void
}

/** What a template field stood for in the last run, or why nobody can tell. */
export function PreviewLine({ text, hasError, readOnly, onValueChange }: Props) {
  const { values, available } = useTemplateData()
  const deferred = useDeferredValue(text)
  const preview = useMemo(() => previewTemplate(deferred, values, available), [deferred, values, available])
  if (!preview) return null
  if (preview.kind === 'value') {
    return (
      <p className="flex gap-2 text-xs text-muted">
        <span className="min-w-0 truncate" title={preview.text}>
          = {preview.text === '' ? 'empty' : preview.text}
        </span>
        <span className="shrink-0 rounded-sm bg-subtle px-1">{preview.type}</span>
      </p>
    )
  }
  if (preview.kind === 'no_data') {
    return (
      <div className="flex flex-wrap items-center gap-2 text-xs text-muted">
        {preview.message}
        {preview.source && !readOnly && <SourceActions {...preview.source} />}
      </div>
    )
  }
  const { fix } = preview
  return (
    <p className="flex flex-wrap items-center gap-2 text-xs text-warning">
      {!hasError && preview.message}
      {fix && !readOnly && text === deferred && (
        <Button
          size="sm"
          onClick={() => onValueChange(text.slice(0, fix.begin) + fix.text + text.slice(fix.end))}
        >
          Use {fix.name}
        </Button>
      )}
    </p>
  )
}
