'use client'

import { Field } from '@base-ui/react/field'
import type { ComponentProps } from 'react'
import { cn } from '@/lib/utils'
import { controlStyles } from './control-styles'

type TextareaProps = Omit<ComponentProps<'textarea'>, 'defaultValue'> & {
  defaultValue?: string
  mono?: boolean
}

/** Several lines of text; grows with them where the browser can. */
export function Textarea({ mono, className, rows = 3, ...props }: TextareaProps) {
  return (
    <Field.Control
      render={
        <textarea
          rows={rows}
          spellCheck={mono ? false : undefined}
          {...props}
          className={cn(
            controlStyles({ size: 'area', mono }),
            'block field-sizing-content resize-y read-only:bg-subtle',
            className,
          )}
        />
      }
    />
  )
}
