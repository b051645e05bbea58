import { useQuery } from '@tanstack/react-query'
import { useOrganization } from '@/components/shell/organization-context'
import { Button } from '@/components/ui/button'
import { type AuditFilter, newestAuditLogQuery } from '@/lib/audit/queries'
import type { ShownAuditPage } from '@/lib/audit/schema'
import { plural } from '@/lib/format'

type NewEntriesButtonProps = {
  filter: AuditFilter
  /** The page that is shown first, and when it was read. */
  first: ShownAuditPage
  readAt: number
  onShow: (page: ShownAuditPage) => void
}

/** Looks when the reader comes back, and says how much is new: nothing moves under the pointer. */
export function NewEntriesButton({ filter, first, readAt, onShow }: NewEntriesButtonProps) {
  const { slug } = useOrganization()
  const { data: newest } = useQuery({
    ...newestAuditLogQuery(slug, filter),
    initialData: first,
    initialDataUpdatedAt: readAt,
    refetchOnMount: false,
  })
  const known = new Set(first.data.map(({ id }) => id))
  const isNew = newest.data.filter(({ id, at }) => !known.has(id) && at >= (first.data[0]?.at ?? ''))
  return (
    <div aria-live="polite" className={isNew.length > 0 ? 'mb-3 flex justify-center' : undefined}>
      {isNew.length > 0 && (
        <Button onClick={() => onShow(newest)}>
          {isNew.length === newest.data.length && newest.nextCursor !== null
            ? `More than ${plural(isNew.length, 'new entry', 'new entries')}`
            : plural(isNew.length, 'new entry', 'new entries')}
        </Button>
      )}
    </div>
  )
}
