import { listEndpoints } from '@/lib/endpoints/list-endpoints'
import { parseListQuery } from '@/lib/endpoints/parse-list-query'
import { orgRoute } from '@/lib/route'

export const GET = orgRoute((ctx, { url }) => listEndpoints(ctx, parseListQuery(url.searchParams)))
