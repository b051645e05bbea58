'use client'

import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react'
import Link from 'next/link'
import type { ComponentProps, ReactNode } from 'react'
import { cn } from '@/lib/utils'

type TableProps = { label: string; className?: string; children: ReactNode }

/** Dense rows. Scrolls sideways on its own when the window is narrower than its columns. */
export function Table({ label, className, children }: TableProps) {
  return (
    <div className="relative w-full overflow-x-auto">
      <table aria-label={label} className={cn('w-full border-collapse text-left text-sm', className)}>
        {children}
      </table>
    </div>
  )
}

export function TableHead({ children }: { children: ReactNode }) {
  return (
    <thead className="border-b border-line bg-subtle/60 text-xs text-muted">
      <tr>{children}</tr>
    </thead>
  )
}

export function TableBody({ children }: { children: ReactNode }) {
  return <tbody className="divide-y divide-line">{children}</tbody>
}

export function Row({ className, ...props }: ComponentProps<'tr'>) {
  return (
    <tr
      className={cn(
        'group/row relative h-10 transition-colors has-data-row-link:hover:bg-subtle/70',
        className,
      )}
      {...props}
    />
  )
}

type Align = 'left' | 'right'

type HeaderCellProps = {
  align?: Align
  sort?: 'ascending' | 'descending' | 'none'
  onSort?: () => void
  className?: string
  children?: ReactNode
}

const sortIcons = { ascending: ArrowUp, descending: ArrowDown, none: ChevronsUpDown }

export function HeaderCell({ align = 'left', sort, onSort, className, children }: HeaderCellProps) {
  const Icon = sortIcons[sort ?? 'none']
  return (
    <th
      scope="col"
      aria-sort={sort}
      className={cn(
        'h-8 px-3 font-medium whitespace-nowrap first:pl-4 last:pr-4',
        align === 'right' && 'text-right',
        className,
      )}
    >
      {onSort ? (
        <button
          type="button"
          onClick={onSort}
          className="-mx-1 inline-flex h-6 items-center gap-1 rounded-sm px-1 hover:text-ink"
        >
          {children}
          <Icon aria-hidden className={cn('size-3.5', sort === 'none' && 'opacity-60')} />
        </button>
      ) : (
        children
      )}
    </th>
  )
}

type CellProps = ComponentProps<'td'> & { align?: Align; mono?: boolean; muted?: boolean }

export function Cell({ align = 'left', mono, muted, className, ...props }: CellProps) {
  return (
    <td
      className={cn(
        'px-3 py-1.5 first:pl-4 last:pr-4',
        align === 'right' && 'text-right tabular-nums',
        mono && 'font-mono text-xs',
        muted && 'text-muted',
        className,
      )}
      {...props}
    />
  )
}

/** For a cell with `w-…`: its column takes that share of what the others leave, and its text gives way. */
export const flexible = 'max-w-0 truncate'

/** Makes its whole row one link with this text as its name. Buttons in the row need `relative z-1`. */
export function RowLink({ className, ...props }: ComponentProps<typeof Link>) {
  return (
    <Link
      data-row-link
      className={cn(
        'font-medium text-ink after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-ring',
        className,
      )}
      {...props}
    />
  )
}
