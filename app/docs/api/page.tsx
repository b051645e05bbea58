import type { Metadata } from 'next'
import { ApiReference } from '@/components/docs/api-reference'
import { openApiDocument } from '@/lib/api/openapi'
import { env } from '@/lib/env'

export const metadata: Metadata = { title: 'REST API' }

// What it shows never changes while a process lives, but the nonce of its scripts does with each request.
export const dynamic = 'force-dynamic'

/** The description of the API, readable. Open to everybody, like the description itself. */
export default function ApiReferencePage() {
  return <ApiReference document={openApiDocument()} origin={env().appUrl} />
}
