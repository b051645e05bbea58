import { orgRoute } from '@/lib/route'
import { listTokens } from '@/lib/tokens/list-tokens'

export const GET = orgRoute(async (ctx) => ({ data: await listTokens(ctx) }))
