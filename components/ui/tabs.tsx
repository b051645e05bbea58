'use client'

import { Tabs as Base } from '@base-ui/react/tabs'
import type { ReactNode } from 'react'
import { cn } from '@/lib/utils'

type TabsProps = {
  value: string
  onValueChange: (value: string) => void
  className?: string
  children: ReactNode
}

export function Tabs({ value, onValueChange, className, children }: TabsProps) {
  return (
    <Base.Root
      value={value}
      onValueChange={(next: string) => onValueChange(next)}
      className={cn('flex min-h-0 flex-col', className)}
    >
      {children}
    </Base.Root>
  )
}

/** The row of tabs. A narrow panel scrolls it sideways. */
export function TabList({
  label,
  className,
  children,
}: {
  label: string
  className?: string
  children: ReactNode
}) {
  return (
    <Base.List
      aria-label={label}
      className={cn('flex shrink-0 gap-1 overflow-x-auto border-b border-line', className)}
    >
      {children}
    </Base.List>
  )
}

type TabProps = { value: string; count?: number; children: ReactNode }

export function Tab({ value, count, children }: TabProps) {
  return (
    <Base.Tab
      value={value}
      className="-mb-px flex h-9 shrink-0 items-center gap-1.5 border-b-2 border-transparent px-2 font-medium text-muted hover:text-ink focus-visible:-outline-offset-2 data-active:border-accent data-active:text-ink"
    >
      {children}
      {count !== undefined && (
        <span className="rounded-full bg-subtle px-1.5 text-xs text-muted tabular-nums">{count}</span>
      )}
    </Base.Tab>
  )
}

export function TabPanel({
  value,
  className,
  children,
}: {
  value: string
  className?: string
  children: ReactNode
}) {
  return (
    <Base.Panel value={value} className={cn('min-h-0 flex-1 outline-offset-[-2px]', className)}>
      {children}
    </Base.Panel>
  )
}
