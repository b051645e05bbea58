'use client'

import { FileUp } from 'lucide-react'
import { type DragEvent, type Ref, useState } from 'react'
import { cn } from '@/lib/utils'
import { FileButton } from './file-button'

type FileDropProps = {
  /** What to drop here: `a JSON file`. */
  what: string
  /** Endings and media types, comma-separated. */
  accept: string
  /** The name of the file that is there already. */
  fileName?: string
  loading?: boolean
  onFile: (file: File) => void
  buttonRef?: Ref<HTMLButtonElement>
}

/** One file, chosen or dropped. */
export function FileDrop({ what, accept, fileName, loading, onFile, buttonRef }: FileDropProps) {
  const [isOver, setOver] = useState(false)

  function onDrop(event: DragEvent) {
    event.preventDefault()
    setOver(false)
    const file = event.dataTransfer.files[0]
    if (file && !loading) onFile(file)
  }

  return (
    <div
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
      className={cn(
        'flex flex-wrap items-center justify-center gap-x-3 gap-y-2 rounded-md border border-dashed border-line-strong px-4 py-5 text-muted',
        isOver && 'border-accent bg-accent-soft',
      )}
    >
      <FileUp aria-hidden className="size-5 shrink-0" />
      <span className="min-w-0 truncate">{fileName ?? `Drop ${what} here, or`}</span>
      <FileButton
        ref={buttonRef}
        fieldLabel={`Choose ${what}`}
        accept={accept}
        size="sm"
        loading={loading}
        onFile={onFile}
      >
        {fileName === undefined ? 'Choose file' : 'Choose another file'}
      </FileButton>
    </div>
  )
}
