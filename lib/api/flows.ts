import { flowPageSchema, flowSchema } from '@/lib/flows/answers'
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
import {
  createdHeaders,
  idParam,
  ifMatchHeader,
  jsonBody,
  jsonResponse,
  refusal,
  startsFromHeader,
  versionHeaders,
} from './description'
import { exampleDefinition } from './examples'
import { matchedVersion, versionTag, withMatchedVersion, withOptionalVersion, withVersion } from './if-match'
import { flowConflictSchema, flowProblemsSchema } from './problem-schemas'
import { queryOf } from './query'
import { runFlow } from './run-flow'
import { startRunRoute } from './start-run-route'
import { jsonText } from './text-response'

const tags = ['Flows']
const newFlowExample = { name: 'Orders of a customer', definition: exampleDefinition }

export function flowsRoutes(api: Api): void {
  addRoute(
    api,
    {
      method: 'get',
      path: '/flows',
      operationId: 'listFlows',
      tags,
      summary: 'List flows',
      request: { query: listFlowsSchema },
      responses: { 200: jsonResponse('A page of flows, the last changed first', flowPageSchema) },
    },
    async (c) => c.json(await listFlows(c.get('ctx'), parseInput(listFlowsSchema, queryOf(c)))),
  )
  addRoute(
    api,
    {
      method: 'post',
      path: '/flows',
      operationId: 'createFlow',
      tags,
      summary: 'Create a flow',
      description: 'A definition that cannot run yet is saved as a draft, with its `problems`.',
      request: { body: jsonBody(createFlowSchema, newFlowExample) },
      responses: { 201: jsonResponse('The flow', flowSchema, createdHeaders) },
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
      operationId: 'getFlow',
      tags,
      summary: 'Get a flow with its draft',
      request: { params: idParam },
      responses: { 200: jsonResponse('The flow', flowSchema, versionHeaders) },
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
      operationId: 'updateFlow',
      tags,
      summary: 'Change the draft of a flow',
      description: 'Names the version that the change starts from in `version` or in `If-Match`.',
      request: {
        params: idParam,
        headers: startsFromHeader,
        body: jsonBody(withOptionalVersion('UpdateFlowRequest', updateFlowSchema), {
          version: 1,
          name: 'Orders of a customer',
        }),
      },
      responses: {
        200: jsonResponse('The changed flow', flowSchema, versionHeaders),
        ...refusal('conflict', 'Somebody changed the flow meanwhile.', flowConflictSchema),
      },
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
      operationId: 'deleteFlow',
      tags,
      summary: 'Delete a flow',
      request: { params: idParam, headers: ifMatchHeader },
      responses: {
        204: { description: 'Deleted' },
        ...refusal('conflict', 'It is no longer the version in `If-Match`.', flowConflictSchema),
      },
    },
    async (c) => {
      await deleteFlow(c.get('ctx'), { ...named(c), version: matchedVersion(c) })
      return c.body(null, 204)
    },
  )
  addRoute(
    api,
    {
      method: 'post',
      path: '/flows/{id}/publish',
      operationId: 'publishFlow',
      tags,
      summary: 'Publish the draft of a flow',
      description: 'With a `version`, or one in `If-Match`, only if the draft still is that version.',
      request: {
        params: idParam,
        headers: ifMatchHeader,
        body: jsonBody(publishFlowSchema, { version: 1 }, { required: false }),
      },
      responses: {
        200: jsonResponse('The flow', flowSchema, versionHeaders),
        ...refusal('conflict', 'The draft is no longer that version.', flowConflictSchema),
        ...refusal('unprocessable', 'The draft has problems; `problems` says which.', flowProblemsSchema),
      },
    },
    async (c) => {
      const input = parseInput(publishFlowSchema, withMatchedVersion(c, await readJson(c.req.raw)))
      const flow = await publishFlow(c.get('ctx'), { ...named(c), ...input })
      return c.json(flow, 200, versionTag(flow.version))
    },
  )
  addRoute(api, startRunRoute, async (c) => {
    const { status, headers, json } = await runFlow(c.get('ctx'), {
      flowId: named(c).id,
      query: queryOf(c),
      prefer: c.req.header('prefer'),
      idempotencyKey: c.req.header('idempotency-key'),
      readBody: () => readJson(c.req.raw),
      onLeft: (tell) => onAborted(c.req.raw.signal, tell),
    })
    return jsonText(c, json, status, headers)
  })
}

function onAborted(signal: AbortSignal, tell: () => void): () => void {
  if (signal.aborted) tell()
  else signal.addEventListener('abort', tell)
  return () => signal.removeEventListener('abort', tell)
}

function named(c: ApiContext): { id: string } {
  return { id: c.req.param('id') ?? '' }
}
