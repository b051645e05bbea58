'use client'

import { useEffect, useRef } from 'react'
import { Callout } from '@/components/ui/callout'
import { CodeBlock } from '@/components/ui/code-block'
import { CopyButton } from '@/components/ui/copy-button'

type NewTokenProps = { token: string; onCopied: () => void }

/** A token, while it can be seen. */
export function NewToken({ token, onCopied }: NewTokenProps) {
  const copy = useRef<HTMLDivElement>(null)
  // What had the focus is gone, and this is what is next to do.
  useEffect(() => copy.current?.querySelector('button')?.focus(), [])
  return (
    // Who selects the text and presses Ctrl+C has it as well.
    <div className="flex flex-col gap-4" onCopy={onCopied}>
      <Callout tone="warning" title="Copy it now: it is shown only this once">
        Sluice keeps no more than a hash of it. Put it where your program keeps its secrets.
      </Callout>
      <div className="flex flex-col gap-1.5">
        <h3 className="font-medium">Token</h3>
        <div
          ref={copy}
          className="flex flex-wrap items-center justify-between gap-2 rounded-md border border-line bg-subtle py-1.5 pr-1.5 pl-3"
        >
          <code className="min-w-0 font-mono text-xs break-all select-all">{token}</code>
          <CopyButton value={token} label="Copy token" text onCopied={onCopied} className="ml-auto" />
        </div>
      </div>
      <div className="flex flex-col gap-1.5">
        <h3 className="font-medium">Try it</h3>
        <CodeBlock label="Example with curl" code={curlOf(token)} onCopied={onCopied} />
      </div>
    </div>
  )
}

function curlOf(token: string): string {
  return `curl -H "Authorization: Bearer ${token}" \\\n  ${window.location.origin}/api/v1/flows`
}
