import { orgRoute } from '@/lib/route'
import { cancelRun } from '@/lib/runs/cancel-run'

export const POST = orgRoute((ctx, { params }) => cancelRun(ctx, { id: params.id ?? '' }))
