import { z } from '@hono/zod-openapi'
import { runSchema } from '@/lib/runs/answers'
import { startRunSchema } from '@/lib/runs/schema'
import { type ApiRoute, type Headers, idParam, jsonBody, jsonResponse, refusal } from './description'
import { flowProblemsSchema } from './problem-schemas'

export const runBodySchema = startRunSchema.pick({ input: true, entry: true }).meta({ id: 'StartRunRequest' })
export const runQuerySchema = z.strictObject({
  version: z
    .enum(['draft', 'published'])
    .default('published')
    .meta({ description: 'The published version, or the draft as it is.' }),
})
const runHeaders = z.object({
  Prefer: z.string().optional().meta({
    description:
      '`respond-async` answers 202 at once; `wait=N` waits for the end at most N seconds. Without it the answer comes when the run has ended.',
    example: 'wait=10',
  }),
  'Idempotency-Key': z
    .string()
    .regex(/^[\x21-\x7e]{1,255}$/)
    .optional()
    .meta({
      description:
        'A text of yours, kept for 24 hours: a repeat with the same key and the same request returns the same run.',
      example: 'order-1234',
    }),
})

const preferenceHeaders: Headers = {
  'Preference-Applied': {
    description: 'What of `Prefer` was followed, if anything.',
    schema: { type: 'string' },
  },
}

/** `POST /flows/{id}/runs` as the description has it. */
export const startRunRoute = {
  method: 'post',
  path: '/flows/{id}/runs',
  operationId: 'startRun',
  tags: ['Flows'],
  summary: 'Run a flow',
  request: {
    params: idParam,
    query: runQuerySchema,
    headers: runHeaders,
    body: jsonBody(runBodySchema, { input: { customerId: 'cus_1' } }, { required: false }),
  },
  responses: {
    200: jsonResponse('The run, however it ended', runSchema, preferenceHeaders),
    202: jsonResponse('The run, which goes on', runSchema, {
      ...preferenceHeaders,
      Location: { description: 'Where the run is.', schema: { type: 'string' } },
    }),
    ...refusal('idempotency_mismatch', 'The `Idempotency-Key` was used for another request.'),
    ...refusal('unprocessable', 'The flow was never published, or can’t run.', flowProblemsSchema),
    ...refusal('rate_limited', 'Too many runs. `Retry-After` says how long to wait.'),
    ...refusal(
      'unavailable',
      'The database is away, Sluice is stopping, or the run could not be stored: it sent nothing that may not be sent again, and with an `Idempotency-Key` nothing at all. `Retry-After` says when to come back.',
    ),
  },
} satisfies ApiRoute
