'use client'

import { useQuery } from '@tanstack/react-query'
import { debounce, parseAsString, useQueryState } from 'nuqs'
import { useRef, useState } from 'react'
import { problemOf } from '@/components/endpoints/problem-of'
import { useOrganization } from '@/components/shell/organization-context'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { SearchInput } from '@/components/ui/search-input'
import { StaleCallout } from '@/components/ui/stale-callout'
import { membersQuery } from '@/lib/members/queries'
import type { Member } from '@/lib/members/schema'
import { matchMembers } from './match-members'
import { MemberCards } from './member-cards'
import { MemberListSkeleton } from './member-list-skeleton'
import { MemberTable } from './member-table'
import { RemoveMemberDialog } from './remove-member-dialog'
import { useMemberRefusals } from './use-member-refusals'

const searchParser = parseAsString.withDefault('').withOptions({ limitUrlUpdates: debounce(250) })

/** Everybody in the organization. There always is somebody: whoever looks. */
export function MemberList() {
  const { slug } = useOrganization()
  const query = useQuery(membersQuery(slug))
  const [search, setSearch] = useQueryState('search', searchParser)
  const [removing, setRemoving] = useState<Member | null>(null)
  const refusals = useMemberRefusals(query.data ?? [])
  const card = useRef<HTMLElement>(null)

  return (
    <>
      <search aria-label="Members" className="mb-3 flex">
        <SearchInput
          label="Search members"
          placeholder="Search name, email"
          value={search}
          onValueChange={(value) => void setSearch(value || null)}
          className="w-full sm:max-w-72"
        />
      </search>
      <Card ref={card} tabIndex={-1} aria-label="Members">
        {content()}
      </Card>
      {removing && <RemoveMemberDialog member={removing} listRef={card} onClose={() => setRemoving(null)} />}
    </>
  )

  function content() {
    if (!query.data && query.isError) {
      return (
        <ErrorState
          title="Couldn’t load the members"
          {...problemOf(query.error)}
          onRetry={() => void query.refetch()}
        />
      )
    }
    if (!query.data) return <MemberListSkeleton />
    const members = matchMembers(query.data, search)
    return (
      <>
        {query.isRefetchError && (
          <StaleCallout
            reason={problemOf(query.error).message}
            onRetry={() => void query.refetch()}
            className="m-2"
          />
        )}
        {members.length === 0 ? (
          <EmptyState
            title={`No member matches “${search.trim()}”`}
            actions={<Button onClick={() => void setSearch(null)}>Clear search</Button>}
          />
        ) : (
          <>
            <div className="max-lg:hidden">
              <MemberTable members={members} refusals={refusals} onRemove={setRemoving} />
            </div>
            <div className="lg:hidden">
              <MemberCards members={members} refusals={refusals} onRemove={setRemoving} />
            </div>
          </>
        )}
      </>
    )
  }
}
