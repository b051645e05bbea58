'use client'

import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { announce } from './announcer'
import { Button } from './button'
import { copyText } from './copy-text'
import { IconButton } from './icon-button'

type CopyButtonProps = {
  value: string
  label?: string
  /** Shows the label instead of an icon alone. */
  text?: boolean
  onCopied?: () => void
  className?: string
}

export function CopyButton({ value, label = 'Copy', text, onCopied, className }: CopyButtonProps) {
  const [copied, setCopied] = useState(false)

  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), 2_000)
    return () => clearTimeout(timer)
  }, [copied])

  async function copy() {
    if (!(await copyText(value))) return
    setCopied(true)
    announce('Copied')
    onCopied?.()
  }

  const icon = copied ? <Check aria-hidden className="text-success" /> : <Copy aria-hidden />
  if (text) {
    return (
      <Button size="sm" icon={icon} onClick={() => void copy()} className={className}>
        {copied ? 'Copied' : label}
      </Button>
    )
  }
  return (
    <IconButton label={copied ? 'Copied' : label} size="sm" onClick={() => void copy()} className={className}>
      {icon}
    </IconButton>
  )
}
