import { listMembers } from '@/lib/members/list-members'
import { orgRoute } from '@/lib/route'

export const GET = orgRoute(async (ctx) => ({ data: await listMembers(ctx) }))
