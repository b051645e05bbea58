import { parseInput } from '@/lib/parse-input'
import { cancelRun } from '@/lib/runs/cancel-run'
import { getRun } from '@/lib/runs/get-run'
import { listRuns } from '@/lib/runs/list-runs'
import { runEvents } from '@/lib/runs/run-events'
import { listRunsSchema } from '@/lib/runs/schema'
import { addRoute, type Api, type ApiContext } from './api'
import { idParam, jsonResponse } from './description'

const tags = ['Runs']

export function runsRoutes(api: Api): void {
  addRoute(
    api,
    {
      method: 'get',
      path: '/runs',
      tags,
      summary: 'List runs',
      request: { query: listRunsSchema },
      responses: { 200: jsonResponse('A page of runs, the newest first') },
    },
    async (c) => c.json(await listRuns(c.get('ctx'), parseInput(listRunsSchema, c.req.query()))),
  )
  addRoute(
    api,
    {
      method: 'get',
      path: '/runs/{id}',
      tags,
      summary: 'Get a run with its steps',
      request: { params: idParam },
      responses: { 200: jsonResponse('The run') },
    },
    async (c) => c.json(await getRun(c.get('ctx'), named(c))),
  )
  addRoute(
    api,
    {
      method: 'post',
      path: '/runs/{id}/cancel',
      tags,
      summary: 'Cancel a run',
      description: 'Asks for it; the answer shows the run as it is at that moment.',
      request: { params: idParam },
      responses: { 200: jsonResponse('The run') },
    },
    async (c) => c.json(await cancelRun(c.get('ctx'), named(c))),
  )
  addRoute(
    api,
    {
      method: 'get',
      path: '/runs/{id}/events',
      tags,
      summary: 'Watch a run',
      request: { params: idParam },
      responses: { 200: jsonResponse('Server-sent events') },
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
