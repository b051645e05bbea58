'use client'

import { WrapText } from 'lucide-react'
import { useState } from 'react'
import { cn } from '@/lib/utils'
import { CopyButton } from './copy-button'
import { IconButton } from './icon-button'

type CodeBlockProps = {
  code: string
  /** The accessible name, for example “Response body”. */
  label: string
  /** In pixels; what is longer scrolls. */
  maxHeight?: number
  copy?: boolean
  onCopied?: () => void
  wrap?: boolean
  className?: string
}

/** Read-only text as it arrived. Never markup: what upstreams send is only ever shown as text. */
export function CodeBlock({
  code,
  label,
  maxHeight,
  copy = true,
  onCopied,
  wrap = true,
  className,
}: CodeBlockProps) {
  const [wrapped, setWrapped] = useState(wrap)
  return (
    <div className={cn('relative rounded-md border border-line bg-subtle', className)}>
      <div className="absolute top-1 right-1 flex rounded-md bg-subtle">
        <IconButton label="Wrap lines" size="sm" aria-pressed={wrapped} onClick={() => setWrapped(!wrapped)}>
          <WrapText aria-hidden />
        </IconButton>
        {copy && <CopyButton value={code} onCopied={onCopied} />}
      </div>
      <section
        aria-label={label}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
        tabIndex={0}
        style={{ maxHeight }}
        className="overflow-auto rounded-md focus-visible:-outline-offset-2"
      >
        <pre
          className={cn('py-2.5 pr-18 pl-3 font-mono text-xs', wrapped && 'break-words whitespace-pre-wrap')}
        >
          {code}
        </pre>
      </section>
    </div>
  )
}
