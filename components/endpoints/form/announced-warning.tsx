import { useEffect } from 'react'
import { announce } from '@/components/ui/announcer'
import { Callout } from '@/components/ui/callout'

/** A warning that appears while somebody fills in the form elsewhere, so it is spoken too. */
export function AnnouncedWarning({ text }: { text: string }) {
  useEffect(() => announce(text), [text])
  return <Callout tone="warning">{text}</Callout>
}
