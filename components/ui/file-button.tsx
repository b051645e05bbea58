import { type ComponentProps, useRef } from 'react'
import { Button } from './button'

type FileButtonProps = Omit<ComponentProps<typeof Button>, 'onClick'> & {
  /** Of the field for the file, which is not shown. */
  fieldLabel: string
  /** Endings and media types, comma-separated. */
  accept: string
  onFile: (file: File) => void
}

/** Asks for one file. */
export function FileButton({ fieldLabel, accept, onFile, ...button }: FileButtonProps) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <Button {...button} onClick={() => input.current?.click()} />
      <input
        ref={input}
        type="file"
        hidden
        aria-label={fieldLabel}
        accept={accept}
        onChange={({ currentTarget }) => {
          const file = currentTarget.files?.[0]
          // Otherwise the same file, mended meanwhile, could not be chosen again.
          currentTarget.value = ''
          if (file) onFile(file)
        }}
      />
    </>
  )
}
