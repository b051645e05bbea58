import { listFlows } from '@/lib/flows/list-flows'
import { listFlowsSchema } from '@/lib/flows/schema'
import { parseInput } from '@/lib/parse-input'
import { orgRoute } from '@/lib/route'

export const GET = orgRoute((ctx, { url }) =>
  listFlows(ctx, parseInput(listFlowsSchema, Object.fromEntries(url.searchParams))),
)
