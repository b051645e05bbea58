import { listEndpointActivity } from '@/lib/endpoints/list-endpoint-activity'
import { orgRoute } from '@/lib/route'

export const GET = orgRoute(async (ctx, { params }) => ({
  data: await listEndpointActivity(ctx, { id: params.id ?? '' }),
}))
