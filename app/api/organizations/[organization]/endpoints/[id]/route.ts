import { getEndpoint } from '@/lib/endpoints/get-endpoint'
import { orgRoute } from '@/lib/route'

export const GET = orgRoute((ctx, { params }) => getEndpoint(ctx, { id: params.id ?? '' }))
