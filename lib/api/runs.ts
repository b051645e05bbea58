import { z } from '@hono/zod-openapi'
import { parseInput } from '@/lib/parse-input'
import { runPageSchema, runSchema } from '@/lib/runs/answers'
import { cancelRun } from '@/lib/runs/cancel-run'
import { getRun } from '@/lib/runs/get-run'
import { listRuns } from '@/lib/runs/list-runs'
import { runEvents } from '@/lib/runs/run-events'
import { listRunsSchema } from '@/lib/runs/schema'
import { addRoute, type Api, type ApiContext } from './api'
import { idParam, jsonResponse } from './description'
import { queryOf } from './query'

const tags = ['Runs']
const lastEventIdHeader = z.object({
  'Last-Event-ID': z
    .string()
    .optional()
    .meta({ description: 'The id of the last event that was seen: only what is newer comes.', example: '7' }),
})
const eventExample =
  'id: 8\nevent: progress\ndata: {"id": "…", "revision": 8, "status": "running", "steps": []}\n\n'

export function runsRoutes(api: Api): void {
  addRoute(
    api,
    {
      method: 'get',
      path: '/runs',
      operationId: 'listRuns',
      tags,
      summary: 'List runs',
      request: { query: listRunsSchema },
      responses: { 200: jsonResponse('A page of runs, the newest first', runPageSchema) },
    },
    async (c) => c.json(await listRuns(c.get('ctx'), parseInput(listRunsSchema, queryOf(c)))),
  )
  addRoute(
    api,
    {
      method: 'get',
      path: '/runs/{id}',
      operationId: 'getRun',
      tags,
      summary: 'Get a run with its steps',
      request: { params: idParam },
      responses: { 200: jsonResponse('The run', runSchema) },
    },
    async (c) => c.json(await getRun(c.get('ctx'), named(c))),
  )
  addRoute(
    api,
    {
      method: 'post',
      path: '/runs/{id}/cancel',
      operationId: 'cancelRun',
      tags,
      summary: 'Cancel a run',
      description: 'Asks for it; the answer shows the run as it is at that moment.',
      request: { params: idParam },
      responses: { 200: jsonResponse('The run', runSchema) },
    },
    async (c) => c.json(await cancelRun(c.get('ctx'), named(c))),
  )
  addRoute(
    api,
    {
      method: 'get',
      path: '/runs/{id}/events',
      operationId: 'watchRun',
      tags,
      summary: 'Watch a run',
      description:
        'Server-sent events: one `progress` a change, its data a `RunProgress`, its id the `revision` of the run. Each is a whole snapshot, so after a break the next one tells everything that was missed. The stream ends with the run.',
      request: { params: idParam, headers: lastEventIdHeader },
      responses: {
        200: {
          description: 'The events',
          content: { 'text/event-stream': { schema: z.string(), example: eventExample } },
        },
        204: { description: 'The run has ended, and `Last-Event-ID` says that its end was seen.' },
      },
    },
    async (c) => {
      const lastEventId = c.req.header('last-event-id')
      const events = await runEvents(c.get('ctx'), { ...named(c), lastEventId }, c.req.raw.signal)
      // Nobody reads the stream of a HEAD, and who watches a run stays until somebody stops reading.
      if (c.req.method === 'HEAD') await events.body?.cancel()
      return events
    },
  )
}

function named(c: ApiContext): { id: string } {
  return { id: c.req.param('id') ?? '' }
}
