import { orgRoute } from '@/lib/route'
import { runEvents } from '@/lib/runs/run-events'

export const GET = orgRoute((ctx, { request, params }) =>
  runEvents(ctx, { id: params.id ?? '' }, request.signal),
)
