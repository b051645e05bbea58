import { ChevronRight } from 'lucide-react'
import Link from 'next/link'
import { memo, useId, useState } from 'react'
import { runHref } from '@/components/runs/run-url'
import { useOrganization } from '@/components/shell/organization-context'
import { IconButton } from '@/components/ui/icon-button'
import { RelativeTime } from '@/components/ui/relative-time'
import { useFormat } from '@/components/ui/use-format'
import type { AuditTarget, ShownAuditEntry } from '@/lib/audit/schema'
import { cn } from '@/lib/utils'
import { sentenceOf } from './action-words'
import { EntryDetails } from './entry-details'
import { EntryResult } from './entry-result'

/** Shared by the head of the list, so that its words stand above what they name. */
export const entryColumns = 'sm:grid-cols-[1.75rem_6.5rem_minmax(6rem,11rem)_minmax(0,1fr)_7rem]'

type AuditEntryProps = {
  entry: ShownAuditEntry
  onOnly: (filter: { actor: string } | { object: string }) => void
}

/** What somebody did, in a line; its details unfold. Outside of the window its content costs nothing. */
export const AuditEntry = memo(function AuditEntry({ entry, onOnly }: AuditEntryProps) {
  const { list } = useFormat()
  const [isOpen, setOpen] = useState(false)
  const detailsId = useId()
  const { before, after } = sentenceOf(entry, list)
  const sentence = `${entry.actor.name} ${before}${after === null ? '' : entry.objectName + after}`
  return (
    <li className="[contain-intrinsic-size:auto_2.75rem] [content-visibility:auto]">
      <div
        className={cn(
          'grid min-h-11 grid-cols-[1.75rem_minmax(0,1fr)] items-start gap-x-3 px-3 py-2',
          entryColumns,
        )}
      >
        <IconButton
          id={toggleId(entry.id)}
          size="sm"
          label={`${isOpen ? 'Hide' : 'Show'} details: ${sentence}`}
          aria-expanded={isOpen}
          aria-controls={isOpen ? detailsId : undefined}
          onClick={() => setOpen(!isOpen)}
        >
          <ChevronRight aria-hidden className={cn('transition-transform', isOpen && 'rotate-90')} />
        </IconButton>
        <div className="contents max-sm:block">
          <span className="py-1 text-muted max-sm:text-xs">
            <RelativeTime date={entry.at} />
          </span>
          <span className="truncate py-1 font-medium max-sm:ml-2">{entry.actor.name}</span>
          <span className="py-1 break-words max-sm:block">
            {before}
            {after !== null && <ObjectName name={entry.objectName} target={entry.target} />}
            {after}
          </span>
          <span className="py-1 empty:hidden sm:empty:block">
            <EntryResult entry={entry} />
          </span>
        </div>
      </div>
      {isOpen && <EntryDetails id={detailsId} entry={entry} onOnly={onOnly} />}
    </li>
  )
})

/** @returns whether the entry is there */
export function focusEntry(id: string): boolean {
  const toggle = document.getElementById(toggleId(id))
  toggle?.focus()
  return toggle !== null
}

function toggleId(id: string): string {
  return `entry-${id}`
}

function ObjectName({ name, target }: { name: string; target: AuditTarget | null }) {
  const { href } = useOrganization()
  if (!target) return <span className="font-medium">{name}</span>
  return (
    <Link href={href(pathOf(target))} className="rounded-sm font-medium text-accent-ink hover:underline">
      {name}
    </Link>
  )
}

function pathOf(target: AuditTarget): string {
  switch (target.type) {
    case 'endpoint':
      return `/endpoints/${target.id}`
    case 'flow':
      return `/flows/${target.id}`
    case 'run':
      return runHref(target)
  }
}
