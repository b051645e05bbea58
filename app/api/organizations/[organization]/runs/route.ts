import { parseInput } from '@/lib/parse-input'
import { orgRoute } from '@/lib/route'
import { listRuns } from '@/lib/runs/list-runs'
import { listRunsSchema } from '@/lib/runs/schema'

export const GET = orgRoute((ctx, { url }) =>
  listRuns(ctx, parseInput(listRunsSchema, Object.fromEntries(url.searchParams))),
)
