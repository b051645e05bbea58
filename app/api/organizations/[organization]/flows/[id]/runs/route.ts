import { json } from '@/lib/json-response'
import { parseInput } from '@/lib/parse-input'
import { readJson } from '@/lib/read-json'
import { orgRoute } from '@/lib/route'
import { startRunSchema } from '@/lib/runs/schema'
import { startRun } from '@/lib/runs/start-run'

/** Answers as soon as the run is stored; how it goes on, its events tell. */
export const POST = orgRoute(async (ctx, { request, params }) => {
  const input = parseInput(startRunSchema, await readJson(request))
  const { run } = await startRun(ctx, { flowId: params.id ?? '', ...input })
  return json(run, 202)
})
