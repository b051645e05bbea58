import { z } from 'zod'
import { nodeTypes } from '@/lib/flows/schema'
import { failureCodes } from '@/lib/http/types'
import { nextCursorSchema } from '@/lib/page-schema'
import { runStatuses, stepStatuses } from './schema'

// What leaves the server about runs, as the API describes it. `answers.test.ts` holds each of them against
// the type that the code works with.

const number = z.number().nullable()

export const timingSchema = z
  .object({
    dnsMs: number,
    connectMs: number,
    tlsMs: number,
    waitMs: number,
    downloadMs: number,
    totalMs: z.number(),
    reused: z
      .boolean()
      .meta({ description: 'The request went out over a connection that was open already.' }),
  })
  .meta({ id: 'Timing' })

export const stepErrorCodes = [
  ...failureCodes,
  'http_status',
  'invalid_template',
  'secret_unavailable',
  'endpoint_deleted',
  'unknown_outcome',
] as const

export const stepErrorSchema = z
  .object({
    code: z.enum(stepErrorCodes),
    phase: z.enum(['prepare', 'policy', 'dns', 'connect', 'tls', 'wait', 'download', 'response']).nullable(),
    message: z.string(),
    limitSeconds: number.meta({ description: 'The limit that was hit, for the two timeouts.' }),
    elapsedMs: number,
  })
  .meta({ id: 'StepError' })

export const requestRecordSchema = z
  .object({
    method: z.string(),
    url: z.string(),
    headers: z.array(z.object({ name: z.string(), value: z.string() })),
    body: z.string().nullable(),
    truncated: z.boolean().optional().meta({ description: 'The body was cut at 1 MiB when it was stored.' }),
  })
  .meta({ id: 'RequestRecord', description: 'The request as sent; secrets are `[REDACTED]`.' })

export const responseRecordSchema = z
  .object({
    statusCode: z.number().int(),
    statusText: z.string(),
    headers: z.record(z.string(), z.string()),
    contentType: z.string().nullable(),
    bodyBytes: z.number().int().meta({ description: 'As received, before it was cut for storage.' }),
    body: z.string().meta({ description: 'Text, or base64 when `encoding` says so; cut at 1 MiB.' }),
    encoding: z.enum(['utf8', 'base64']),
    truncated: z.boolean(),
    redirectedFrom: z.array(z.string()),
  })
  .meta({ id: 'ResponseRecord', description: 'The answer as received; secrets are `[REDACTED]`.' })

const attemptRecordSchema = z
  .object({
    number: z.number().int(),
    startedAt: z.iso.datetime(),
    statusCode: z.number().int().nullable(),
    error: stepErrorSchema.nullable(),
    timing: timingSchema,
    waitMs: number.meta({ description: 'How long the step waited after this try before the next one.' }),
  })
  .meta({ id: 'AttemptRecord' })

export const stepRecordSchema = z
  .object({
    nodeId: z.string(),
    key: z.string(),
    label: z.string(),
    type: z.enum(nodeTypes),
    output: z.string().nullable().meta({ description: 'The output that the run left by.' }),
    input: z.unknown().meta({ description: 'What the step worked with, after templates were filled in.' }),
    request: requestRecordSchema.nullable(),
    response: responseRecordSchema.nullable(),
    result: z.unknown().meta({
      description:
        'What later steps see as `steps.<key>`; for API Calls without `body`, which is in `response`.',
    }),
    error: stepErrorSchema.nullable(),
    timing: timingSchema.nullable(),
    attempts: z.array(attemptRecordSchema),
    endpoint: z
      .object({ id: z.string(), name: z.string(), version: z.number().int(), baseUrl: z.string() })
      .nullable()
      .meta({ description: 'As it was then.' }),
  })
  .meta({ id: 'StepRecord' })

export const runErrorSchema = z
  .object({
    code: z.enum([...stepErrorCodes, 'failed_end', 'internal_error', 'interrupted']),
    message: z.string(),
    nodeId: z.string().nullable(),
  })
  .meta({ id: 'RunError' })

export const runStepSchema = z
  .object({
    position: z.number().int().meta({ description: 'Order of execution, from 0.' }),
    status: z.enum(stepStatuses),
    startedAt: z.iso.datetime(),
    finishedAt: z.iso.datetime().nullable(),
    record: stepRecordSchema,
  })
  .meta({ id: 'RunStep' })

export const runSummarySchema = z
  .object({
    id: z.uuid(),
    flowId: z.uuid(),
    flowName: z.string(),
    stage: z.enum(['draft', 'published']),
    publishedNumber: z.number().int().nullable().meta({
      description: 'The number of the published version; `null` for a draft that was never published.',
    }),
    draftVersion: z.number().int(),
    status: z.enum(runStatuses),
    error: runErrorSchema.nullable(),
    startedBy: z.object({ type: z.enum(['user', 'token', 'system']), name: z.string() }),
    createdAt: z.iso.datetime(),
    startedAt: z.iso.datetime().nullable(),
    finishedAt: z.iso.datetime().nullable(),
    durationMs: number,
  })
  .meta({ id: 'RunSummary' })

const runEntryAnswerSchema = z.object({
  step: z.string().meta({ description: 'The `key` of its first step, as it was then.' }),
  nodeId: z.string(),
  only: z.boolean().meta({ description: 'It ended with that step.' }),
  pinned: z.object({
    steps: z.record(z.string(), z.unknown()),
    vars: z.record(z.string(), z.unknown()),
    nodeIds: z.record(z.string(), z.string()).meta({ description: 'Of the steps, by the keys in `steps`.' }),
    given: z.array(z.string()).meta({
      description:
        '`steps.<key>` and `vars.<name>` of what came with the request. Runs that are pinned to this one do not get it.',
    }),
  }),
})

export const runSchema = runSummarySchema
  .extend({
    revision: z.number().int().meta({ description: 'Grows with every change; the id of its events.' }),
    cancelRequested: z.boolean(),
    input: z
      .record(z.string(), z.unknown())
      .nullable()
      .meta({ description: '`null` for viewers, who see no bodies.' }),
    entry: runEntryAnswerSchema.nullable().meta({
      description: 'Where the run began; `null` for the start step. Viewers do not see what was pinned.',
    }),
    output: z.unknown().meta({ description: '`null` for viewers, and until there is one.' }),
    steps: z.array(runStepSchema),
  })
  .meta({ id: 'Run' })

export const runPageSchema = z
  .object({ data: z.array(runSummarySchema), nextCursor: nextCursorSchema })
  .meta({ id: 'RunPage' })

/** The data of a `progress` event. */
export const runProgressSchema = z
  .object({
    id: z.uuid(),
    revision: z.number().int(),
    status: z.enum(runStatuses),
    error: runErrorSchema.nullable(),
    startedAt: z.iso.datetime().nullable(),
    finishedAt: z.iso.datetime().nullable(),
    steps: z.array(
      z.object({
        position: z.number().int(),
        nodeId: z.string(),
        status: z.enum(stepStatuses),
        output: z.string().nullable(),
        startedAt: z.iso.datetime(),
        finishedAt: z.iso.datetime().nullable(),
        statusCode: z.number().int().nullable(),
        errorCode: z.enum(stepErrorCodes).nullable(),
        attempts: z.number().int(),
      }),
    ),
  })
  .meta({ id: 'RunProgress' })
