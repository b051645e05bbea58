import { RelativeTime } from '@/components/ui/relative-time'
import type { Member } from '@/lib/members/schema'

export function LastActive({ member: { lastSeenAt } }: { member: Member }) {
  return lastSeenAt === null ? 'never' : <RelativeTime date={lastSeenAt} />
}
