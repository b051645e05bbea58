'use client'

import { FileUp } from 'lucide-react'
import { type DragEvent, type Ref, useRef, useState } from 'react'
import { cn } from '@/lib/utils'
import { Button } from './button'

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
  const input = useRef<HTMLInputElement>(null)
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
      <Button ref={buttonRef} size="sm" loading={loading} onClick={() => input.current?.click()}>
        {fileName === undefined ? 'Choose file' : 'Choose another file'}
      </Button>
      <input
        ref={input}
        type="file"
        accept={accept}
        aria-hidden
        tabIndex={-1}
        className="hidden"
        onChange={({ currentTarget }) => {
          const file = currentTarget.files?.[0]
          // Otherwise the same file, mended meanwhile, could not be chosen again.
          currentTarget.value = ''
          if (file) onFile(file)
        }}
      />
    </div>
  )
}
