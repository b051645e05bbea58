import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useOrganization } from '@/components/shell/organization-context'
import { unwrap } from '@/lib/action-result'
import { createTokenAction, revokeTokenAction } from '@/lib/tokens/actions'
import { tokensQuery } from '@/lib/tokens/queries'
import type { NewTokenInput } from '@/lib/tokens/schema'

/** The answer holds the token. No cache keeps it: what shows it has the only copy. */
export function useCreateToken() {
  const { slug } = useOrganization()
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (input: NewTokenInput) => unwrap(createTokenAction(slug, input)),
    gcTime: 0,
    onSuccess: () => queryClient.invalidateQueries(tokensQuery(slug)),
  })
}

export function useRevokeToken() {
  const { slug } = useOrganization()
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => unwrap(revokeTokenAction(slug, { id })),
    // Also after a refusal: somebody else may have revoked it.
    onSettled: () => queryClient.invalidateQueries(tokensQuery(slug)),
  })
}
