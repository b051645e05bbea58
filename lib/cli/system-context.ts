import type { OrgContext } from '@/lib/auth/context'
import { newId } from '@/lib/new-id'
import type { Organization } from '@/lib/organizations/create-organization'
import type { Services } from '@/lib/services'

/** What the operator does at the machine, and what Sluice does by itself: with every right, and audited. */
export function systemContext(services: Services, organization: Organization): OrgContext {
  return {
    ...services,
    orgId: organization.id,
    orgSlug: organization.slug,
    actor: { type: 'system', id: null, name: 'Sluice' },
    role: 'admin',
    requestId: newId(),
    address: null,
  }
}
