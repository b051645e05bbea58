import { FileUp } from 'lucide-react'
import type { RefObject } from 'react'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { FileButton } from '@/components/ui/file-button'
import { Textarea } from '@/components/ui/textarea'
import { useFormat } from '@/components/ui/use-format'
import { maxDocumentBytes } from './read-document'

/** Of a file, to recognize it by. */
const shownCharacters = 4_000

export type DocumentFile = { name: string; text: string }

type SourceFieldProps = {
  formId: string
  fieldRef: RefObject<HTMLTextAreaElement | null>
  label: string
  description: string
  placeholder: string
  text: string
  onTextChange: (text: string) => void
  problem: string | undefined
  onRead: () => void
  /** Only where one can be chosen. It takes the place of what is pasted. */
  file?: DocumentFile | null
  onFileChange?: (file: DocumentFile | null) => void
  onProblem?: (reason: string) => void
}

/** Where something is pasted, or chosen from a file. */
export function SourceField({
  formId,
  fieldRef,
  label,
  description,
  placeholder,
  text,
  onTextChange,
  problem,
  onRead,
  file,
  onFileChange,
  onProblem,
}: SourceFieldProps) {
  return (
    <form
      id={formId}
      noValidate
      className="flex flex-col items-start gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        event.stopPropagation()
        onRead()
      }}
    >
      <Field
        label={file ? `${label}: ${file.name}` : label}
        error={problem}
        description={description}
        className="w-full"
      >
        <Textarea
          ref={fieldRef}
          mono
          value={file ? file.text.slice(0, shownCharacters) : text}
          readOnly={Boolean(file)}
          onChange={(event) => onTextChange(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
            event.preventDefault()
            event.stopPropagation()
            onRead()
          }}
          autoComplete="off"
          autoCapitalize="off"
          placeholder={placeholder}
          // Growing with a long document would take the browser long.
          className="field-sizing-fixed h-56"
        />
      </Field>
      {onFileChange && onProblem && (
        <FileChoice file={file ?? null} onFileChange={onFileChange} onProblem={onProblem} />
      )}
    </form>
  )
}

type FileChoiceProps = {
  file: DocumentFile | null
  onFileChange: (file: DocumentFile | null) => void
  onProblem: (reason: string) => void
}

function FileChoice({ file, onFileChange, onProblem }: FileChoiceProps) {
  const { bytes } = useFormat()

  async function choose(chosen: File) {
    if (chosen.size > maxDocumentBytes) {
      return onProblem(
        `“${chosen.name}” has ${bytes(chosen.size)}, and at most ${bytes(maxDocumentBytes)} can be read.`,
      )
    }
    try {
      onFileChange({ name: chosen.name, text: await chosen.text() })
    } catch {
      onProblem(`“${chosen.name}” can’t be read. It may have been moved or changed meanwhile.`)
    }
  }

  return (
    <div className="flex flex-wrap gap-2">
      <FileButton
        fieldLabel="OpenAPI file"
        accept=".json,.yaml,.yml,application/json,application/yaml"
        size="sm"
        icon={<FileUp aria-hidden />}
        onFile={(chosen) => void choose(chosen)}
      >
        {file ? 'Choose another file' : 'Choose file'}
      </FileButton>
      {file && (
        <Button size="sm" variant="ghost" onClick={() => onFileChange(null)}>
          Remove file
        </Button>
      )}
    </div>
  )
}
