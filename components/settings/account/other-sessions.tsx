'use client'

import { useMutation } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useId } from 'react'
import { problemOf } from '@/components/endpoints/problem-of'
import { useOrganization } from '@/components/shell/organization-context'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Card, CardBody, CardFooter, CardHeader } from '@/components/ui/card'
import { showToast } from '@/components/ui/toast'
import { unwrap } from '@/lib/action-result'
import { plural } from '@/lib/format'
import { endOtherSessionsAction } from '@/lib/users/actions'

/** Where else the person is signed in, and the end of that. */
export function OtherSessions({ count }: { count: number }) {
  const { slug } = useOrganization()
  const router = useRouter()
  const id = useId()
  const end = useMutation({
    mutationFn: () => unwrap(endOtherSessionsAction(slug, {})),
    onSuccess: ({ ended }) => {
      showToast({
        title: 'Signed out everywhere else',
        description: `That was ${browsers(ended)}.`,
      })
      router.refresh()
    },
  })
  return (
    <Card aria-labelledby={id}>
      <CardHeader id={id} title="Other browsers" />
      <CardBody>
        <p className="text-muted">
          {count === 0
            ? 'You are signed in nowhere else.'
            : `Besides here you are signed in in ${browsers(count)}. What is unsaved there is lost.`}
        </p>
        {end.isError && (
          <Callout tone="danger" role="alert" title="Couldn’t sign you out" className="mt-3">
            {problemOf(end.error).message}
          </Callout>
        )}
      </CardBody>
      <CardFooter>
        <Button loading={end.isPending} onClick={() => end.mutate()}>
          Sign out everywhere else
        </Button>
      </CardFooter>
    </Card>
  )
}

function browsers(count: number): string {
  return plural(count, 'browser', 'browsers')
}
