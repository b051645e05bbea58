import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { TokenList } from '@/components/settings/tokens/token-list'
import { getPageContext } from '@/lib/auth/get-org-context'
import { roleIncludes } from '@/lib/auth/roles'
import { listTokens } from '@/lib/tokens/list-tokens'
import { tokensQuery } from '@/lib/tokens/queries'

export const metadata: Metadata = { title: 'API tokens' }

type Props = { params: Promise<{ organization: string }> }

export default async function TokensPage({ params }: Props) {
  const { organization } = await params
  const ctx = await getPageContext(organization, `/${organization}/settings/tokens`)
  const queryClient = new QueryClient()
  if (roleIncludes(ctx.role, 'admin')) {
    queryClient.setQueryData(tokensQuery(organization).queryKey, await listTokens(ctx))
  }
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <TokenList />
    </HydrationBoundary>
  )
}
