'use client'

import { Field } from '@base-ui/react/field'
import { Eye, EyeOff } from 'lucide-react'
import { type ClipboardEvent, type ComponentProps, useState } from 'react'
import { cn } from '@/lib/utils'
import { announce } from './announcer'
import { controlStyles } from './control-styles'

type SecretInputProps = Omit<ComponentProps<'input'>, 'type' | 'size' | 'defaultValue'> & {
  defaultValue?: string
  /** What is typed here, as in “Show token”. */
  what: string
}

/** A secret that is being typed; it can be shown until it is saved, and never again. */
export function SecretInput({ what, className, autoComplete = 'off', ...props }: SecretInputProps) {
  const [shown, setShown] = useState(false)
  const Icon = shown ? EyeOff : Eye
  return (
    <span className="relative flex w-full items-center">
      <Field.Control
        spellCheck={false}
        autoCapitalize="off"
        autoCorrect="off"
        // Password managers would offer to keep other people's API keys as the user's own password.
        {...(autoComplete === 'off' ? { 'data-1p-ignore': true, 'data-lpignore': 'true' } : {})}
        {...props}
        autoComplete={autoComplete}
        type={shown ? 'text' : 'password'}
        onPaste={(event) => {
          props.onPaste?.(event)
          joinLines(event, what)
        }}
        className={cn(controlStyles(), 'pr-9 font-mono text-xs placeholder:font-sans', className)}
      />
      <button
        type="button"
        aria-label={shown ? `Hide ${what}` : `Show ${what}`}
        aria-pressed={shown}
        onClick={() => setShown(!shown)}
        className="absolute right-1 grid size-6 place-items-center rounded-sm text-muted hover:bg-subtle hover:text-ink"
      >
        <Icon aria-hidden className="size-4" />
      </button>
    </span>
  )
}

/** Browsers drop line breaks without a word; here the joined value is announced. */
function joinLines(event: ClipboardEvent<HTMLInputElement>, what: string) {
  if (/\r|\n/.test(event.clipboardData.getData('text').trim())) {
    announce(`Line breaks were removed from the pasted ${what}`)
  }
}
