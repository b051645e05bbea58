'use client'

import { useQuery } from '@tanstack/react-query'
import { KeyRound, Plus } from 'lucide-react'
import { useRef, useState } from 'react'
import { problemOf } from '@/components/endpoints/problem-of'
import { useOrganization } from '@/components/shell/organization-context'
import { Button } from '@/components/ui/button'
import { ButtonLink } from '@/components/ui/button-link'
import { Card, CardBody, CardHeader } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { ListSkeleton } from '@/components/ui/list-skeleton'
import { Skeleton } from '@/components/ui/skeleton'
import { StaleCallout } from '@/components/ui/stale-callout'
import { tokensQuery } from '@/lib/tokens/queries'
import type { ApiToken } from '@/lib/tokens/schema'
import { NewTokenDialog } from './new-token-dialog'
import { RevokeTokenDialog } from './revoke-token-dialog'
import { TokenCards, TokenTable } from './token-rows'

/** The keys of programs: who has one, a new one, and the end of one. */
export function TokenList() {
  const { slug, can, refusal } = useOrganization()
  const query = useQuery({ ...tokensQuery(slug), enabled: can('admin') })
  const [creating, setCreating] = useState(false)
  const [revoking, setRevoking] = useState<ApiToken | null>(null)
  const newButton = useRef<HTMLButtonElement>(null)
  return (
    <Card aria-labelledby="api-tokens">
      <CardHeader
        id="api-tokens"
        title="API tokens"
        description="Programs show one to use the REST API of this organization."
        actions={
          <Button
            ref={newButton}
            size="sm"
            variant="primary"
            icon={<Plus aria-hidden />}
            disabledReason={refusal('admin', 'create API tokens')}
            onClick={() => setCreating(true)}
          >
            New token
          </Button>
        }
      />
      <CardBody flush>{content()}</CardBody>
      {creating && <NewTokenDialog onClose={() => setCreating(false)} />}
      {revoking && (
        <RevokeTokenDialog
          token={revoking}
          onClose={() => setRevoking(null)}
          successor={() => newButton.current}
        />
      )}
    </Card>
  )

  function content() {
    const hidden = refusal('admin', 'see and change API tokens')
    if (hidden) return <EmptyState level={3} icon={<KeyRound />} title={hidden} actions={<Reference />} />
    if (!query.data && query.isError) {
      return (
        <ErrorState
          level={3}
          title="Couldn’t load the API tokens"
          {...problemOf(query.error)}
          onRetry={() => void query.refetch()}
        />
      )
    }
    if (!query.data) return <TokenListSkeleton />
    return (
      <>
        {query.isRefetchError && (
          <StaleCallout
            reason={problemOf(query.error).message}
            onRetry={() => void query.refetch()}
            className="m-2"
          />
        )}
        {query.data.length === 0 ? (
          <EmptyState level={3} icon={<KeyRound />} title="No API tokens yet" actions={<Reference />}>
            A token lets a program list, run and change what its role may, until you revoke it.
          </EmptyState>
        ) : (
          <>
            <div className="max-md:hidden">
              <TokenTable tokens={query.data} onRevoke={setRevoking} />
            </div>
            <div className="md:hidden">
              <TokenCards tokens={query.data} onRevoke={setRevoking} />
            </div>
          </>
        )}
      </>
    )
  }
}

function Reference() {
  return <ButtonLink href="/docs/api">Read the API reference</ButtonLink>
}

function TokenListSkeleton() {
  return (
    <ListSkeleton label="Loading API tokens…" rows={3} rowClassName="h-13" className="pb-3">
      <Skeleton className="h-4 w-40" />
      <Skeleton className="h-4 w-16 max-md:hidden" />
      <Skeleton className="ml-auto h-4 w-24" />
    </ListSkeleton>
  )
}
