import { z } from 'zod'
import type { NodeType } from '@/lib/flows/schema'
import type { FailureCode, FailurePhase, Timing } from '@/lib/http/types'
import { cursorSchema, limitSchema } from '@/lib/page-schema'

export const runStatuses = ['queued', 'running', 'succeeded', 'failed', 'canceled', 'interrupted'] as const
export type RunStatus = (typeof runStatuses)[number]

export function isTerminal(status: RunStatus): boolean {
  return status !== 'queued' && status !== 'running'
}

export const stepStatuses = ['running', 'succeeded', 'failed', 'canceled'] as const
export type StepStatus = (typeof stepStatuses)[number]

/** What may be on its way of a step's request: `once` is one that nobody may send again. */
export const inFlightKinds = ['repeatable', 'once'] as const
export type InFlight = (typeof inFlightKinds)[number]

/** Why a step failed. A closed list: those of the request, and those of preparing and judging it. */
export type StepErrorCode =
  | FailureCode
  | 'http_status'
  | 'invalid_template'
  | 'secret_unavailable'
  | 'endpoint_deleted'
  | 'unknown_outcome'

export type StepError = {
  code: StepErrorCode
  phase: FailurePhase | null
  message: string
  limitSeconds: number | null
  elapsedMs: number | null
}

/** `steps.<key>` of an API Call: the same shape on both outputs. */
export type ApiCallResult = {
  status: 'success' | 'failure'
  statusCode: number | null
  headers: Record<string, string> | null
  body: unknown
  error: StepError | null
  timing: Timing
  attempts: number
}

/** One try of an API Call, for the record. */
export type AttemptRecord = {
  number: number
  startedAt: string
  statusCode: number | null
  error: StepError | null
  timing: Timing
  /** How long the step waited after this try before the next one. */
  waitMs: number | null
}

/** The request as sent; secrets are `[REDACTED]` before anything is stored. */
export type RequestRecord = {
  method: string
  url: string
  headers: { name: string; value: string }[]
  body: string | null
  /** The body was cut at 1 MiB when it was stored. */
  truncated?: boolean
}

export type ResponseRecord = {
  statusCode: number
  statusText: string
  headers: Record<string, string>
  contentType: string | null
  /** As received, in bytes, before it was cut for storage. */
  bodyBytes: number
  /** Text, or base64 when `encoding` says so; cut at 1 MiB when stored. */
  body: string
  encoding: 'utf8' | 'base64'
  truncated: boolean
  redirectedFrom: string[]
}

/** Everything that a run keeps of one step, masked. */
export type StepRecord = {
  nodeId: string
  key: string
  label: string
  type: NodeType
  /** The output that the run left by. */
  output: string | null
  /** What the step worked with, after templates were filled in. */
  input: unknown
  request: RequestRecord | null
  response: ResponseRecord | null
  /** What later steps see as `steps.<key>`; for API Calls without `body`, which is in `response`. */
  result: unknown
  error: StepError | null
  timing: Timing | null
  attempts: AttemptRecord[]
  /** As it was then. */
  endpoint: { id: string; name: string; version: number; baseUrl: string } | null
}

export type RunError = {
  code: StepErrorCode | 'failed_end' | 'internal_error' | 'interrupted'
  message: string
  nodeId: string | null
}

/** Of a run that was asked to be canceled while no step of it was being executed. */
export const canceledError: RunError = { code: 'canceled', message: 'The run was canceled.', nodeId: null }

export type RunStep = {
  position: number
  status: StepStatus
  startedAt: string
  finishedAt: string | null
  record: StepRecord
}

export type RunSummary = {
  id: string
  flowId: string
  flowName: string
  stage: 'draft' | 'published'
  /** The number of the published version, `null` for a draft run of a version never published. */
  publishedNumber: number | null
  draftVersion: number
  status: RunStatus
  error: RunError | null
  startedBy: { type: 'user' | 'token' | 'system'; name: string }
  createdAt: string
  startedAt: string | null
  finishedAt: string | null
  durationMs: number | null
}

export type Run = RunSummary & {
  revision: number
  cancelRequested: boolean
  /** For viewers, who may not see bodies, `null`. */
  input: Record<string, unknown> | null
  /** `null` for a run that began at the start step. For viewers without what was pinned. */
  entry: RunEntry | null
  output: unknown
  steps: RunStep[]
}

/** A frame of the live stream: the run without bodies. Steps are whole but for `request`/`response` bodies. */
export type RunProgress = {
  id: string
  revision: number
  status: RunStatus
  error: RunError | null
  startedAt: string | null
  finishedAt: string | null
  steps: {
    position: number
    nodeId: string
    status: StepStatus
    output: string | null
    startedAt: string
    finishedAt: string | null
    statusCode: number | null
    errorCode: StepErrorCode | null
    attempts: number
  }[]
}

/** How long a caller's key stands for its run. */
export const idempotencyHours = 24

/** Where a run begins that leaves out the steps before it, and what it takes to be their results. */
export type RunEntry = {
  /** The key of its first step, as it was then, and the id. */
  step: string
  nodeId: string
  /** Whether the run ends with that step. */
  only: boolean
  pinned: {
    /** As `steps.<key>`. */
    steps: Record<string, unknown>
    /** As `vars.<name>`. */
    vars: Record<string, unknown>
    /** The ids of the steps, by the keys in `steps`. */
    nodeIds: Record<string, string>
    /** `steps.<key>` and `vars.<name>` of what no run came to: it counts for this run only. */
    given: string[]
  }
}

const runEntrySchema = z.strictObject({
  step: z.string().meta({ description: 'The `key` of the step that the run begins at.', example: 'notify' }),
  only: z.boolean().default(false).meta({ description: 'End the run with this step.' }),
  pinned: z
    .strictObject({
      run: z.uuid().optional().meta({
        description: 'A run of this flow: its steps count as having come to what they came to then.',
      }),
      steps: z
        .record(z.string(), z.unknown())
        .default({})
        .meta({
          description: 'Results of steps by their keys, before those of `run`.',
          example: { get_customer: { status: 'success', statusCode: 200, body: { id: 'cus_1' } } },
        }),
      vars: z.record(z.string(), z.unknown()).default({}).meta({ description: 'Variables by their names.' }),
    })
    .prefault({}),
})
/** As it is asked for, and with its defaults. */
export type RunEntryRequest = z.input<typeof runEntrySchema>
export type RunEntryInput = z.output<typeof runEntrySchema>

export const startRunSchema = z.strictObject({
  input: z.record(z.string(), z.unknown()).default({}),
  entry: runEntrySchema.optional().meta({
    description: 'Begin at one step with pinned data, instead of at the start step.',
  }),
  stage: z.enum(['draft', 'published']).default('published'),
})
export type StartRunInput = z.output<typeof startRunSchema>

export const listRunsSchema = z.strictObject({
  flow: z.uuid().optional().meta({ description: 'Only runs of the flow with this id.' }),
  status: z.enum(runStatuses).optional(),
  limit: limitSchema,
  cursor: cursorSchema,
})
export type ListRunsInput = z.output<typeof listRunsSchema>
export type RunPage = { data: RunSummary[]; nextCursor: string | null }
