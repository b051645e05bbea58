import { listEndpointUses } from '@/lib/endpoints/list-endpoint-uses'
import { orgRoute } from '@/lib/route'

export const GET = orgRoute(async (ctx, { params }) => ({
  data: await listEndpointUses(ctx, { id: params.id ?? '' }),
}))
