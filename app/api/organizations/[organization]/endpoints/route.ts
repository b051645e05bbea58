import { listEndpoints } from '@/lib/endpoints/list-endpoints'
import { listEndpointsQuerySchema } from '@/lib/endpoints/list-query'
import { parseInput } from '@/lib/parse-input'
import { orgRoute } from '@/lib/route'

export const GET = orgRoute((ctx, { url }) =>
  listEndpoints(ctx, parseInput(listEndpointsQuerySchema, Object.fromEntries(url.searchParams))),
)
