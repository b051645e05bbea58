'use client'

import { useLocale } from '@/components/ui/locale-context'
import { StatusBadge } from '@/components/ui/status-badge'
import { Tooltip } from '@/components/ui/tooltip'
import { useFormat } from '@/components/ui/use-format'
import { useHydrated } from '@/components/ui/use-hydrated'
import type { Invitation } from '@/lib/invitations/schema'

/** The day on which a link ends, or that it has. */
export function Expiry({ invitation: { isExpired, expiresAt } }: { invitation: Invitation }) {
  const locale = useLocale()
  const format = useFormat()
  // The server doesn't know the reader's time zone, where it may be another day.
  const timeZone = useHydrated() ? undefined : 'UTC'
  if (isExpired) {
    return (
      <StatusBadge tone="warning" plain>
        Expired
      </StatusBadge>
    )
  }
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone })
  return (
    <Tooltip content={format.dateTime(expiresAt)}>
      <time dateTime={expiresAt}>{day.format(new Date(expiresAt))}</time>
    </Tooltip>
  )
}
