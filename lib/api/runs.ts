import { parseInput } from '@/lib/parse-input'
import { cancelRun } from '@/lib/runs/cancel-run'
import { getRun } from '@/lib/runs/get-run'
import { listRuns } from '@/lib/runs/list-runs'
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
}

function named(c: ApiContext): { id: string } {
  return { id: c.req.param('id') ?? '' }
}
