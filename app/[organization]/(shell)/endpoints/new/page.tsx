import type { Metadata } from 'next'
import { NewEndpoint } from '@/components/endpoints/new-endpoint'
import { getPageContext } from '@/lib/auth/get-org-context'

export const metadata: Metadata = { title: 'New endpoint' }

export default async function NewEndpointPage({ params }: { params: Promise<{ organization: string }> }) {
  const { organization } = await params
  await getPageContext(organization, `/${organization}/endpoints/new`)
  return <NewEndpoint />
}
