'use client'

import { Field } from '@base-ui/react/field'
import type { ComponentProps, ReactNode } from 'react'
import { cn } from '@/lib/utils'
import { controlStyles } from './control-styles'

export type InputProps = Omit<ComponentProps<'input'>, 'size' | 'prefix' | 'defaultValue'> & {
  defaultValue?: string
  size?: 'sm' | 'md'
  /** For addresses, keys and code. */
  mono?: boolean
  /** Inside the frame, before and after the text. */
  prefix?: ReactNode
  suffix?: ReactNode
}

/** One line of text. Inside a `Field` it takes label, description and error from there. */
export function Input({ size = 'md', mono, prefix, suffix, className, ...props }: InputProps) {
  const control = (
    <Field.Control
      spellCheck={mono ? false : undefined}
      {...props}
      className={cn(
        controlStyles({ size, mono }),
        'read-only:bg-subtle',
        Boolean(prefix) && 'pl-8',
        Boolean(suffix) && 'pr-9',
        className,
      )}
    />
  )
  if (!prefix && !suffix) return control
  return (
    <span className="relative flex w-full items-center">
      {prefix && (
        <span className="pointer-events-none absolute left-2.5 text-muted [&_svg]:size-4">{prefix}</span>
      )}
      {control}
      {suffix && <span className="absolute right-1 flex items-center text-muted">{suffix}</span>}
    </span>
  )
}
