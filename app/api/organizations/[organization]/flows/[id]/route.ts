import { getFlow } from '@/lib/flows/get-flow'
import { orgRoute } from '@/lib/route'

export const GET = orgRoute((ctx, { params }) => getFlow(ctx, { id: params.id ?? '' }))
