import { createFlow } from '@/lib/flows/create-flow'
import { deleteFlow } from '@/lib/flows/delete-flow'
import { getFlow } from '@/lib/flows/get-flow'
import { listFlows } from '@/lib/flows/list-flows'
import { publishFlow } from '@/lib/flows/publish-flow'
import { createFlowSchema, listFlowsSchema, publishFlowSchema, updateFlowSchema } from '@/lib/flows/schema'
import { updateFlow } from '@/lib/flows/update-flow'
import { parseInput } from '@/lib/parse-input'
import { readJson } from '@/lib/read-json'
import { addRoute, type Api, type ApiContext } from './api'
import { idParam, jsonBody, jsonResponse } from './description'
import { versionTag, withVersion } from './if-match'
import { runBodySchema, runFlow, runQuerySchema } from './run-flow'

const tags = ['Flows']

export function flowsRoutes(api: Api): void {
  addRoute(
    api,
    {
      method: 'get',
      path: '/flows',
      tags,
      summary: 'List flows',
      request: { query: listFlowsSchema },
      responses: { 200: jsonResponse('A page of flows, the last changed first') },
    },
    async (c) => c.json(await listFlows(c.get('ctx'), parseInput(listFlowsSchema, c.req.query()))),
  )
  addRoute(
    api,
    {
      method: 'post',
      path: '/flows',
      tags,
      summary: 'Create a flow',
      description: 'A definition that cannot run yet is saved as a draft, with its `problems`.',
      request: { body: jsonBody(createFlowSchema) },
      responses: { 201: jsonResponse('The flow') },
    },
    async (c) => {
      const flow = await createFlow(c.get('ctx'), parseInput(createFlowSchema, await readJson(c.req.raw)))
      const location = `${c.req.path}/${flow.id}`
      return c.json(flow, 201, { ...versionTag(flow.version), location })
    },
  )
  addRoute(
    api,
    {
      method: 'get',
      path: '/flows/{id}',
      tags,
      summary: 'Get a flow with its draft',
      request: { params: idParam },
      responses: { 200: jsonResponse('The flow') },
    },
    async (c) => {
      const flow = await getFlow(c.get('ctx'), named(c))
      return c.json(flow, 200, versionTag(flow.version))
    },
  )
  addRoute(
    api,
    {
      method: 'patch',
      path: '/flows/{id}',
      tags,
      summary: 'Change the draft of a flow',
      description: 'Names the version that the change starts from in `version` or in `If-Match`.',
      request: { params: idParam, body: jsonBody(updateFlowSchema) },
      responses: { 200: jsonResponse('The changed flow') },
    },
    async (c) => {
      const input = parseInput(updateFlowSchema, withVersion(c, await readJson(c.req.raw)))
      const flow = await updateFlow(c.get('ctx'), { ...named(c), ...input })
      return c.json(flow, 200, versionTag(flow.version))
    },
  )
  addRoute(
    api,
    {
      method: 'delete',
      path: '/flows/{id}',
      tags,
      summary: 'Delete a flow',
      request: { params: idParam },
      responses: { 204: { description: 'Deleted' } },
    },
    async (c) => {
      await deleteFlow(c.get('ctx'), named(c))
      return c.body(null, 204)
    },
  )
  addRoute(
    api,
    {
      method: 'post',
      path: '/flows/{id}/publish',
      tags,
      summary: 'Publish the draft of a flow',
      description: 'With a `version`, only if the draft still is that version.',
      request: { params: idParam, body: jsonBody(publishFlowSchema) },
      responses: { 200: jsonResponse('The flow') },
    },
    async (c) => {
      const input = parseInput(publishFlowSchema, await readJson(c.req.raw))
      return c.json(await publishFlow(c.get('ctx'), { ...named(c), ...input }))
    },
  )
  addRoute(
    api,
    {
      method: 'post',
      path: '/flows/{id}/runs',
      tags,
      summary: 'Run a flow and wait for its end',
      request: { params: idParam, query: runQuerySchema, body: jsonBody(runBodySchema) },
      responses: { 200: jsonResponse('The run, however it ended') },
    },
    runFlow,
  )
}

function named(c: ApiContext): { id: string } {
  return { id: c.req.param('id') ?? '' }
}
