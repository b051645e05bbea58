import type { AuditInput } from '@/lib/audit/write-audit-entry'
import type { InFlight, RunEntry, RunError, RunStatus, StepRecord, StepStatus } from '../schema'

/** A run as it is stored first. */
export type NewRun = {
  id: string
  organizationId: string
  flowId: string
  flowVersionId: string
  stage: 'draft' | 'published'
  input: Record<string, unknown>
  entry: RunEntry | null
  background: boolean
  idempotencyKey: string | null
  idempotencyHash: string | null
  requestId: string
  startedByType: 'user' | 'token' | 'system'
  startedById: string | null
  startedByName: string
  createdAt: Date
}

/** The column's default. */
export const newRunFence = 1

/** What the audit log says of it. */
export function runStart({ stage, entry }: NewRun): Pick<AuditInput, 'action' | 'details'> {
  return { action: 'run.started', details: entry ? { stage, step: entry.step } : { stage } }
}

/** Where a run stands, or how it ended. */
export type RunState = {
  status: RunStatus
  output: unknown
  error: RunError | null
  finishedAt: Date | null
  /** No process holds it for that long, by the clock of the database. */
  suspendMs: number | null
  /** From now on the queue carries it. */
  background: boolean
}

/** Of a run that goes on in a process. */
export const runningState: RunState = {
  status: 'running',
  output: null,
  error: null,
  finishedAt: null,
  suspendMs: null,
  background: false,
}

/** A step, masked and cut. */
export type StepWrite = {
  position: number
  nodeId: string
  status: StepStatus
  record: StepRecord
  inFlight: InFlight | null
  value: unknown
  /** In ISO 8601. */
  startedAt: string
  finishedAt: string | null
}

/** What one row keeps: a step, and steps before it that were over when it was stored first. */
export type StepRow = { step: StepWrite; earlier: StepWrite[] }

/**
 * What the audit log says of the run, by whoever started it and in the request that did; so those of one write
 * share the flow's name and the address.
 */
export type AuditWrite = Pick<AuditInput, 'action' | 'details'> & {
  flowName: string
  address: string | null
}

/**
 * One change of one run, stored whole or not at all: a new run, or, under its fence, a run that goes on,
 * together with the steps and audit entries of that change.
 */
export type RunWrite = {
  run: {
    id: string
    organizationId: string
    /** Of a new run; the fence of such a one is `newRunFence`. */
    insert: NewRun | null
    fence: number
  }
  state: RunState
  steps: StepRow[]
  audits: AuditWrite[]
  /** Has the queue hand the run to a worker, once `state.suspendMs` are over. */
  isQueued: boolean
  /** Nobody waits for it, so that it may wait a moment for others to share its commit. */
  isPatient: boolean
}

/**
 * The revision that the run has now. `lost` when it is no longer the writer's, `taken` for a key in use,
 * `canceled` for a run that was to wait, and that somebody wants canceled.
 */
export type WriteResult =
  { outcome: 'stored'; revision: number; status: RunStatus } | { outcome: 'lost' | 'taken' | 'canceled' }
