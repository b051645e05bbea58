'use client'

import { useSyncExternalStore } from 'react'
import { cn } from '@/lib/utils'

const isMac = () => /Mac|iPhone|iPad/.test(navigator.userAgent)
const never = () => () => {}

/** Keys as this system names them; `Mod` is ⌘ on a Mac and Ctrl elsewhere. */
export function Kbd({ keys, className }: { keys: string; className?: string }) {
  const mac = useSyncExternalStore(never, isMac, () => false)
  const text = mac
    ? keys.replaceAll('Mod', '⌘').replaceAll('Shift', '⇧').replaceAll('Alt', '⌥').replaceAll('+', '')
    : keys.replaceAll('Mod', 'Ctrl')
  return (
    <kbd
      className={cn(
        'rounded-sm border border-line bg-subtle px-1 font-sans text-xs whitespace-nowrap text-muted',
        className,
      )}
    >
      {text}
    </kbd>
  )
}
