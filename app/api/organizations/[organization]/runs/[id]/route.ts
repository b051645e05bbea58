import { orgRoute } from '@/lib/route'
import { getRun } from '@/lib/runs/get-run'

export const GET = orgRoute((ctx, { params }) => getRun(ctx, { id: params.id ?? '' }))
