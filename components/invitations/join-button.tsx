'use client'

import { useMutation } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { problemOf } from '@/components/endpoints/problem-of'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { ActionError, unwrap } from '@/lib/action-result'
import { acceptInvitationAction } from '@/lib/invitations/actions'

/** For whoever is signed in under the email of the invitation. */
export function JoinButton({ token, organization }: { token: string; organization: string }) {
  const router = useRouter()
  const accept = useMutation({
    mutationFn: () => unwrap(acceptInvitationAction({ token })),
    onSuccess: ({ redirectTo }) => window.location.assign(redirectTo),
    onError: (error) => {
      // Used or revoked meanwhile: the page has something else to say.
      if (error instanceof ActionError && error.body.code === 'not_found') router.refresh()
    },
  })
  return (
    <div className="flex flex-col gap-4">
      {accept.isError && (
        <Callout tone="danger" role="alert">
          {problemOf(accept.error).message}
        </Callout>
      )}
      <Button
        variant="primary"
        className="w-full"
        // Busy until the next page is here.
        loading={accept.isPending || accept.isSuccess}
        onClick={() => accept.mutate()}
      >
        <span className="max-w-64 truncate">Join {organization}</span>
      </Button>
    </div>
  )
}
