import type pg from 'pg'
import { isDatabaseOutage, isOutOfTime } from '@/db/errors'
import { Bag } from '@/lib/bag'
import type { StoredStep } from '@/lib/executor/types'
import { newId } from '@/lib/new-id'
import type { RunEntry, RunStatus } from '../schema'
import { charactersOf } from '../step-rows'
import { keptJson, stepJson, storableJson } from '../storable-json'
import { timeText } from '../time-text'
import type { RunJob, RunQueue } from '../run-queue'
import { beatRuns } from './beat-runs'
import { type Claim, type ClaimedRun, claimRuns, leaseSeconds, readEntry, readSteps } from './claim-runs'
import { createVigil, type Heard, type Vigil } from './create-vigil'
import { inTransaction } from './in-transaction'
import { requeueAbandoned } from './requeue-abandoned'
import type { RunWrite, StepRow, StepWrite, WriteResult } from './run-write'
import { maxBatchSize, newRunStatement, writeStatement } from './write-statement'

/** The only way in which runs and their steps get into the database. */
export type RunStore = {
  /**
   * Stores one change of a run. Changes that come while others are being stored share the next commit.
   * Resolves when it is durable.
   * @throws the database's error: an outage (`isDatabaseOutage`), after which writing the same again is
   *   safe, or one of this write alone
   */
  write: (write: RunWrite) => Promise<WriteResult>
  claim: (jobs: RunJob[]) => Promise<Claim>
  /** What others have done of a claimed run. */
  steps: (run: ClaimedRun) => Promise<StoredStep[]>
  /** Where it begins, if not at the start step. */
  entry: (run: ClaimedRun) => Promise<RunEntry | null>
  beat: (runs: Parameters<typeof beatRuns>[1]) => ReturnType<typeof beatRuns>
  /** Gives runs of the queue whose process died back to it. @returns how many */
  requeueAbandoned: (heard: Heard) => Promise<number>
  /** Whose silence this process can tell from an outage. */
  vigil: Vigil
}

type Pending = { write: RunWrite; resolve: (result: WriteResult) => void; reject: (error: unknown) => void }

type Batch = { writes: Pending[]; bytes: number; isSlow: boolean }

/** One stores whatever came while the last one was stored; a second goes beside it when that is too much to wait for. */
const maxBatches = 2
/** Nobody waits for the end of a batch that is larger: somebody else's bodies are in it. */
const quickBatchBytes = 256 * 1024
/** Nor for one that takes longer: a row of it may be locked, or each of its writes is tried alone. */
const slowBatchMs = 100
/** How long writes wait for others when nobody waits for them. */
const patienceMs = 30
/** That many cost little more together than alone, whatever else may come. */
const enough = 50
const maxBatchBytes = 8 * 1024 * 1024

/**
 * @param pool of the role that may write the runs of all organizations, and nothing else
 * @param lease seconds of silence after which a run may be taken from its process
 */
export function createRunStore(pool: pg.Pool, queue: RunQueue, lease = leaseSeconds): RunStore {
  const vigil = createVigil(pool)
  /** A new list after each batch: one that shrinks and grows keeps alive what was in it, as `Bag` says. */
  let waiting: Pending[] = []
  const underWay = new Bag<Batch>()
  /** Those that ran out of time together: one of them may be what took it. Each is tried alone from then on. */
  const suspects = new WeakSet<RunWrite>()
  let patience: NodeJS.Timeout | null = null
  let isCalled = false
  let lastSize = 0

  /** Whether to store what is waiting now. */
  function isDue(): boolean {
    if (waiting.length === 0 || underWay.size === maxBatches) return false
    if (waiting.length >= maxBatchSize) return true
    if (underWay.all().some(({ bytes, isSlow }) => bytes <= quickBatchBytes && !isSlow)) return false
    return patience === null || waiting.length >= enough || waiting.some(({ write }) => !write.isPatient)
  }

  function work(): void {
    isCalled = false
    while (isDue()) {
      const { batch, rest } = takeBatch(waiting, suspects)
      waiting = rest
      lastSize = batch.writes.length
      const forget = underWay.add(batch)
      const late = setTimeout(() => {
        batch.isSlow = true
        workSoon()
      }, slowBatchMs)
      void storeTogether(batch.writes).finally(() => {
        clearTimeout(late)
        forget()
        workSoon()
      })
    }
  }

  /** Where there are many, those that are ready by now are to share a commit. */
  function workSoon(): void {
    if (isCalled) return
    isCalled = true
    if (lastSize > 1) gather(waiting.length)
    else queueMicrotask(work)
  }

  /** Works after the first turn of the event loop that brings nothing, or once there is a batch. */
  function gather(before: number): void {
    setImmediate(() => {
      const count = waiting.length
      if (count > before && count < maxBatchSize) gather(count)
      else work()
    })
  }

  async function storeTogether(batch: Pending[]): Promise<void> {
    try {
      const results = await store(batch.map(({ write }) => write))
      batch.forEach(({ resolve }, index) => resolve(results[index] ?? { outcome: 'lost' }))
    } catch (error) {
      // One of them may be at fault, and the others have nothing to do with it.
      if (batch.length > 1 && !isDatabaseOutage(error)) for (const each of batch) await storeTogether([each])
      else {
        if (batch.length > 1 && isOutOfTime(error)) for (const { write } of batch) suspects.add(write)
        for (const { reject } of batch) reject(error)
      }
    }
  }

  async function store(writes: RunWrite[]): Promise<WriteResult[]> {
    const { rows } = await execute(writes)
    const stored = new Map(rows.map((row) => [row.id, row]))
    const missing = writes.filter(({ run }) => !stored.has(run.id))
    const found = missing.length > 0 ? await findWritten(pool, missing) : new Map<string, WriteResult>()
    return writes.map(({ run }): WriteResult => {
      const row = stored.get(run.id)
      if (row) return { outcome: 'stored', revision: row.revision, status: row.status }
      return found.get(run.id) ?? { outcome: 'lost' }
    })
  }

  function execute(writes: RunWrite[]): Promise<pg.QueryResult<StoredRow>> {
    const [first] = writes
    const ofNewRun = writes.length === 1 && first ? toNewRunValues(first) : null
    if (ofNewRun) return pool.query({ name: 'write_new_run', text: newRunStatement, values: ofNewRun })
    const values = toParameters(writes)
    const jobs = writes.flatMap(({ run, state, isQueued }) =>
      isQueued ? [{ run, afterMs: state.suspendMs ?? 0 }] : [],
    )
    return jobs.length === 0
      ? pool.query({ name: 'write_runs', text: writeStatement, values })
      : storeAndQueue(values, jobs)
  }

  /** Neither is there without the other: a run that waits for the queue, and its job. */
  async function storeAndQueue(values: string[], jobs: Parameters<RunQueue['add']>[1]) {
    return inTransaction(pool, async (client) => {
      const result = await client.query<StoredRow>({ name: 'write_runs', text: writeStatement, values })
      const stored = new Set(result.rows.map(({ id }) => id))
      const jobsOfStored = jobs.filter(({ run }) => stored.has(run.id))
      await queue.add(client, jobsOfStored)
      return result
    })
  }

  return {
    vigil,
    claim: (jobs) => claimRuns(pool, jobs, vigil.heard(), lease),
    steps: (run) => readSteps(pool, run),
    entry: (run) => readEntry(pool, run),
    beat: (runs) => beatRuns(pool, runs),
    requeueAbandoned: (heard) => requeueAbandoned(pool, queue, heard, lease),
    write: (write) =>
      new Promise((resolve, reject) => {
        if (write.isPatient && waiting.length === 0) {
          patience ??= setTimeout(() => {
            patience = null
            work()
          }, patienceMs)
        }
        waiting.push({ write, resolve, reject })
        workSoon()
      }),
  }
}

type StoredRow = { id: string; revision: number; status: RunStatus }
type FoundRow = StoredRow & { fence: number; finishedAt: Date | null; isSuspended: boolean }

function takeBatch(waiting: Pending[], suspects: WeakSet<RunWrite>): { batch: Batch; rest: Pending[] } {
  let count = 0
  let bytes = 0
  for (const { write } of waiting) {
    const more = roughBytes(write)
    const isSuspect = suspects.has(write)
    if (count > 0 && (isSuspect || count === maxBatchSize || bytes + more > maxBatchBytes)) break
    bytes += more
    count++
    if (isSuspect) break
  }
  return { batch: { writes: waiting.slice(0, count), bytes, isSlow: false }, rest: waiting.slice(count) }
}

/** Characters, which are bytes for most. All of these texts are needed anyway. */
function roughBytes({ run: { insert }, state: { output }, steps }: RunWrite): number {
  let bytes = (insert ? keptJson(insert.input).length : 0) + (output === null ? 0 : keptJson(output).length)
  if (insert?.entry) bytes += keptJson(insert.entry).length
  const add = (step: StepWrite) => {
    bytes += charactersOf(step)
  }
  for (const { step, earlier } of steps) {
    earlier.forEach(add)
    add(step)
  }
  return bytes
}

/** By name, and not by copying: each run has several of these, and copies of many shapes cost it dearly. */
function toParameters(writes: RunWrite[]): string[] {
  // JSON has no line breaks of its own.
  const lines = (texts: string[]) => texts.join('\n')
  return [
    storableJson(writes.map(toRunRow)),
    lines(writes.map(({ run: { insert } }) => (insert ? keptJson(insert.input) : ''))),
    lines(writes.map(({ state: { output } }) => (output === null ? '' : keptJson(output)))),
    storableJson(writes.flatMap(toStepFields)),
    lines(writes.flatMap(({ steps }) => steps.map(({ step }) => keptJson(step.record)))),
    lines(writes.flatMap(({ steps }) => steps.map(earlierJson))),
    storableJson(writes.flatMap(toAuditRows)),
  ]
}

/** For `newRunStatement`. @returns null for what it can't write */
function toNewRunValues({ run, state, steps, audits, isQueued }: RunWrite): unknown[] | null {
  const { insert } = run
  const [row] = steps
  const [audit, secondAudit] = audits
  if (!insert || insert.entry || isQueued || !row || steps.length > 1 || !audit || audits.length > 2)
    return null
  const { step } = row
  const createdAt = timeText(insert.createdAt)
  return [
    run.id,
    run.organizationId,
    insert.flowId,
    insert.flowVersionId,
    insert.stage,
    state.status,
    keptJson(insert.input),
    orNull(state.output, keptJson),
    orNull(state.error, storableJson),
    state.background,
    insert.idempotencyKey,
    insert.idempotencyHash,
    insert.requestId,
    insert.startedByType,
    insert.startedById,
    insert.startedByName,
    createdAt,
    createdAt,
    state.finishedAt && timeText(state.finishedAt),
    step.position,
    step.nodeId,
    step.status,
    keptJson(step.record),
    earlierJson(row) || null,
    step.inFlight,
    orNull(step.value, storableJson),
    step.startedAt,
    step.finishedAt,
    audit.flowName,
    audit.address,
    newId(),
    audit.action,
    storableJson(audit.details ?? {}),
    secondAudit ? newId() : null,
    secondAudit?.action ?? null,
    secondAudit ? storableJson(secondAudit.details ?? {}) : null,
  ]
}

function orNull(value: unknown, toJson: (value: unknown) => string): string | null {
  return value === null || value === undefined ? null : toJson(value)
}

function toRunRow({ run, state }: RunWrite) {
  const { insert } = run
  const { status, error, finishedAt, suspendMs } = state
  const createdAt = insert ? timeText(insert.createdAt) : undefined
  return {
    isNew: insert !== null,
    id: run.id,
    organizationId: run.organizationId,
    fence: run.fence,
    flowId: insert?.flowId,
    flowVersionId: insert?.flowVersionId,
    stage: insert?.stage,
    entry: insert?.entry ? keptJson(insert.entry) : undefined,
    idempotencyKey: insert?.idempotencyKey,
    idempotencyHash: insert?.idempotencyHash,
    requestId: insert?.requestId,
    startedByType: insert?.startedByType,
    startedById: insert?.startedById,
    startedByName: insert?.startedByName,
    createdAt,
    startedAt: status === 'queued' ? null : createdAt,
    background: state.background,
    status,
    error,
    finishedAt: finishedAt && timeText(finishedAt),
    suspendMs,
  }
}

/** Without what is null, which it is for Postgres too when nothing is said. */
function toStepFields({ run: { id: runId }, steps }: RunWrite) {
  return steps.map(({ step: { position, nodeId, status, inFlight, value, startedAt, finishedAt } }) => ({
    runId,
    position,
    nodeId,
    status,
    inFlight: inFlight ?? undefined,
    value: value ?? undefined,
    startedAt,
    finishedAt: finishedAt ?? undefined,
  }))
}

/** A list, or an empty line. */
function earlierJson({ earlier }: StepRow): string {
  return earlier.length === 0 ? '' : `[${earlier.map(stepJson).join(',')}]`
}

function toAuditRows({ run, audits }: RunWrite) {
  return audits.map(({ action, details = {}, flowName, address }) => ({
    id: newId(),
    runId: run.id,
    action,
    details,
    flowName,
    address,
  }))
}

/**
 * Why writes changed nothing. After a connection was lost in the middle of a commit, because they had been
 * stored already; otherwise another process has the run, or its idempotency key.
 */
async function findWritten(pool: pg.Pool, writes: RunWrite[]): Promise<Map<string, WriteResult>> {
  const { rows } = await pool.query<FoundRow>(
    `select r.id, r.revision, r.status, r.fence, r.finished_at as "finishedAt",
       r.suspended_until is not null as "isSuspended"
     from unnest($1::uuid[], $2::uuid[]) as given (organization_id, id)
     join runs r on r.organization_id = given.organization_id and r.id = given.id`,
    [writes.map(({ run }) => run.organizationId), writes.map(({ run }) => run.id)],
  )
  const found = new Map(rows.map((row) => [row.id, row]))
  return new Map(
    writes.map(({ run, state }): [string, WriteResult] => {
      const row = found.get(run.id)
      if (!row) return [run.id, { outcome: run.insert ? 'taken' : 'lost' }]
      const isHeld = row.fence === run.fence
      const isLaidAside = isHeld && state.suspendMs !== null && row.status === 'running'
      if (isLaidAside && !row.isSuspended) return [run.id, { outcome: 'canceled' }]
      const isNew = run.insert !== null && row.finishedAt === null && state.finishedAt === null
      const isOurs = isNew || isLaidAside || (isHeld && sameTime(row.finishedAt, state.finishedAt))
      const { revision, status } = row
      return [run.id, isOurs ? { outcome: 'stored', revision, status } : { outcome: 'lost' }]
    }),
  )
}

function sameTime(a: Date | null, b: Date | null): boolean {
  return a !== null && b !== null && a.getTime() === b.getTime()
}
