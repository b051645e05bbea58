import type { Member } from '@/lib/members/schema'

/** Those whose name or email contains the text. */
export function matchMembers(members: Member[], search: string): Member[] {
  const sought = search.trim().toLowerCase()
  if (sought === '') return members
  return members.filter(({ name, email }) => `${name}\n${email}`.toLowerCase().includes(sought))
}
