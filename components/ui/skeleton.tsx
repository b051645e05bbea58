'use client'

import { type ReactNode, useEffect, useState } from 'react'
import { cn } from '@/lib/utils'

/** A grey shape of what is coming. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={cn('animate-pulse rounded-md bg-strong/70', className)} />
}

function useAfter(ms: number): boolean {
  const [passed, setPassed] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setPassed(true), ms)
    return () => clearTimeout(timer)
  }, [ms])
  return passed
}

/** Shows nothing at first: what arrives quickly should not flicker. */
export function Delayed({ afterMs = 300, children }: { afterMs?: number; children: ReactNode }) {
  return useAfter(afterMs) ? children : null
}

type LoadingRegionProps = {
  /** Such as “Loading endpoints…”; shown after a second. */
  label: string
  className?: string
  /** Skeletons in the final layout. */
  children: ReactNode
}

/** Waiting for a view: its place is kept, skeletons come after 300 ms, words after 1 s. */
export function LoadingRegion({ label, className, children }: LoadingRegionProps) {
  const visible = useAfter(300)
  const worded = useAfter(1_000)
  return (
    <div aria-busy className={cn('relative', className)}>
      <div className={visible ? undefined : 'invisible'}>{children}</div>
      <output className="block pt-3 text-center text-muted">{worded ? label : '\u00a0'}</output>
    </div>
  )
}
