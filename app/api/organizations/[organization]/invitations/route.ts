import { listInvitations } from '@/lib/invitations/list-invitations'
import { orgRoute } from '@/lib/route'

export const GET = orgRoute(async (ctx) => ({ data: await listInvitations(ctx) }))
