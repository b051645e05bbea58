import { mayPass } from '@/db/errors'
import type { OrgContext } from '@/lib/auth/context'
import type { StoredStep } from '@/lib/executor/types'
import { createRedactor, type Redactor } from '@/lib/redact/create-redactor'
import { bareRecord, cutRecord } from './cut-record'
import { maskRecord } from './mask-record'
import { outlastOutage } from './outlast-outage'
import {
  canceledError,
  isTerminal,
  type RunError,
  type RunStatus,
  type RunStep,
  type StepError,
} from './schema'
import { keptJson } from './storable-json'
import {
  type AuditWrite,
  type NewRun,
  runningState,
  runStart,
  type RunState,
  type RunWrite,
  type StepWrite,
} from './store/run-write'
import { charactersOf, toStepRows } from './step-rows'
import { timeText } from './time-text'

/** The run isn't this process's any more: somebody ended it, or took it up. Nothing may be added to it. */
export class RunLost extends Error {
  override readonly name = 'RunLost'
}

/** The run's idempotency key is another run's. */
export class KeyTaken extends Error {
  override readonly name = 'KeyTaken'
}

export type RunEnd = { status: RunStatus; output: unknown; error: RunError | null }

export type RecordedRun = {
  id: string
  /** Who may write: raised by whoever takes the run up. */
  fence: number
  /** For the audit log. */
  flowName: string
  /** As it is to be stored first; `null` when it is stored already. */
  insert: NewRun | null
  /** Whether a caller waits for its end. */
  isAwaited: boolean
  /** What was stored of it, when another process began it. */
  steps: StoredStep[]
  revision: number
}

export type RunRecorder = {
  /** From now on these are masked. */
  addSecrets: (secrets: string[]) => void
  /** The value without the secrets added so far. */
  mask: <T>(value: T) => T
  /** Keeps what is reported; waits for the database only when a request may leave no more than once. */
  recordStep: (step: StoredStep) => void | Promise<void>
  isStored: () => boolean
  /** Stores what there is, and shows the run to others. */
  store: () => Promise<void>
  /**
   * Stores the run as one that waits, and hands it to the queue.
   * @returns false when somebody wants it canceled; it then still is this process's
   */
  suspend: (until: Date) => Promise<boolean>
  /** Stores what there is, and leaves the run to whoever takes its job. */
  giveBack: () => Promise<void>
  /** Stores how it ended. @returns it as it is stored: a run that was to be canceled is canceled */
  finish: (end: RunEnd) => Promise<RecordedEnd>
  /**
   * Stores that it ended by a fault of ours, which may lie in what was to be stored of its steps: then they
   * are stored without.
   */
  fail: (error: RunError) => Promise<RecordedEnd>
  /** Nothing more is to be stored. */
  close: () => void
}

export type RecordedEnd = RunEnd & { revision: number; steps: RunStep[]; finishedAt: Date }

const brokenOff: StepError = {
  code: 'unknown_outcome',
  phase: null,
  message:
    'Something went wrong on our side while this step was running. Nobody knows whether the API got the request.',
  limitSeconds: null,
  elapsedMs: null,
}

const canceledEnd: RunEnd = { status: 'canceled', output: null, error: canceledError }

/** A run that is over sooner is stored once, with its end. */
const showAfterMs = 250
/** Changes that follow each other more quickly are stored together. */
const gatherMs = 50
/** Of steps that go into one statement. What is more is stored ahead, or it would take longer than one may. */
const maxWriteCharacters = 8 * 1024 * 1024
/** Of all records of a run: they are read and shown together. Later ones keep only the beginnings of things. */
const maxRecordsCharacters = 16 * 1024 * 1024
const leastStoredBytes = 4 * 1024

/**
 * The one way from an execution into the database: everything is masked here, then cut, then stored, and
 * whoever watches is told.
 */
export function createRunRecorder(ctx: OrgContext, recorded: RecordedRun): RunRecorder {
  const { id, flowName } = recorded
  const secrets = new Set<string>()
  /** By position, which steps are executed in. */
  const steps = [...recorded.steps]
  /** As others see them. */
  const shown = recorded.steps.map((step) => toShownStep(step))
  const changed = new Set<number>()
  /** Characters of each record as it is stored, and of all. */
  const lengths: number[] = []
  let length = 0
  /** Steps whose whole value is stored beside their record. */
  const whole = new Set(recorded.steps.filter(({ value }) => value !== null).map(({ position }) => position))
  let { insert, revision } = recorded
  /** How many steps are stored; the others are new to the database. */
  let stored = recorded.steps.length
  let redactor: Redactor | null = null
  let storing: Promise<unknown> = Promise.resolve()
  let timer: NodeJS.Timeout | null = null
  let isClosed = false

  const mask = () => (redactor ??= createRedactor([...secrets]))
  if (insert) storeLater(showAfterMs)

  function storeLater(ms: number): void {
    if (isClosed) return
    timer ??= setTimeout(() => {
      timer = null
      // Whoever waits for the run hears of it when its end can't be stored either.
      store().catch(() => {})
    }, ms).unref()
  }

  function close(): void {
    isClosed = true
    if (timer) clearTimeout(timer)
    timer = null
  }

  /** One change after another: a later one must not be overtaken. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = storing.then(work, work)
    storing = turn.catch(() => {})
    return turn
  }

  /** A change, or as many of its steps as go into one statement. */
  function toWrite(wanted: RunState, wantedAudits: AuditWrite[]): { change: RunWrite; isAll: boolean } {
    const isEnd = isTerminal(wanted.status)
    const written: StepWrite[] = []
    let characters = 0
    let isAll = true
    for (let position = 0; position < steps.length; position++) {
      const isWritten = changed.has(position) || (isEnd && whole.has(position))
      const step = isWritten ? steps[position] : undefined
      if (!step) continue
      if (characters > maxWriteCharacters) {
        isAll = false
        break
      }
      const write = stepWrite(step, isEnd)
      characters += charactersOf(write)
      written.push(write)
    }
    for (const { position } of written) {
      changed.delete(position)
      if (isEnd) whole.delete(position)
    }
    const [state, audits] = isAll ? [wanted, wantedAudits] : [runningState, []]
    const blocked = written.filter(({ record }) => record.error?.code === 'blocked').map(auditBlocked)
    const change = {
      run: { id, organizationId: ctx.orgId, insert, fence: recorded.fence },
      state,
      steps: toStepRows(written, stored),
      isQueued: state.suspendMs !== null,
      isPatient: isEnd && !recorded.isAwaited,
      audits: insert ? [auditStart(insert), ...blocked, ...audits] : [...blocked, ...audits],
    }
    return { change, isAll }
  }

  function stepWrite(step: StoredStep, isEnd: boolean): StepWrite {
    const { position, nodeId, inFlight } = step
    const masked = maskRecord(step.record, mask())
    const others = length - (lengths[position] ?? 0)
    const room = Math.max(leastStoredBytes, maxRecordsCharacters - others)
    const record = cutRecord(masked, room)
    lengths[position] = keptJson(record).length
    length = others + lengths[position]
    const isCut = record.response?.truncated === true || record.result !== masked.result
    const value = isCut && !isEnd && step.status !== 'running' ? mask().json(step.value) : null
    if (value !== null) whole.add(position)
    const shownStep = toShownStep(step, record)
    shown[position] = shownStep
    const { status, startedAt, finishedAt } = shownStep
    return { position, nodeId, status, startedAt, finishedAt, inFlight, record, value }
  }

  const { address } = ctx
  const auditOf = ({ action, details }: Pick<AuditWrite, 'action' | 'details'>) => {
    return { action, details, flowName, address }
  }
  const auditStart = (run: NewRun) => auditOf(runStart(run))
  const auditBlocked = ({ record: { label, endpoint } }: StepWrite) =>
    auditOf({ action: 'egress.blocked', details: { step: label, endpoint: endpoint?.name ?? null } })

  /** @throws RunLost or KeyTaken, or the database's error once it has been away for a minute */
  async function write(state: RunState, audits: AuditWrite[] = []): Promise<RunStatus | 'to cancel'> {
    for (;;) {
      const { change, isAll } = toWrite(state, audits)
      try {
        const outcome = await writeUntilStored(change)
        if (outcome === 'to cancel') changeAgain(change)
        else if (!isAll) continue
        return outcome
      } catch (error) {
        changeAgain(change)
        throw error
      }
    }
  }

  /** Not stored: the next write has to. */
  function changeAgain({ steps: rows }: RunWrite): void {
    for (const { step, earlier } of rows) {
      changed.add(step.position)
      for (const { position } of earlier) changed.add(position)
    }
  }

  async function writeUntilStored(change: RunWrite): Promise<RunStatus | 'to cancel'> {
    const result = await outlastOutage(() => ctx.runStore.write(change))
    switch (result.outcome) {
      case 'stored':
        insert = null
        for (const { step } of change.steps) stored = Math.max(stored, step.position + 1)
        revision = result.revision
        return result.status
      case 'canceled':
        return 'to cancel'
      case 'taken':
        throw new KeyTaken('Another run has this key.')
      case 'lost':
        throw new RunLost('The run is no longer this process’s.')
    }
  }

  function store(): Promise<void> {
    return inTurn(async () => {
      if (isClosed || (!insert && changed.size === 0)) return
      await write(runningState)
    })
  }

  async function writeEnd(end: RunEnd): Promise<RecordedEnd> {
    const finishedAt = new Date()
    const masked: RunState = {
      status: end.status,
      output: mask().json(end.output),
      error: mask().json(end.error),
      finishedAt,
      suspendMs: null,
      background: false,
    }
    const audit = auditOf({
      action: 'run.finished',
      details: { status: end.status, code: end.error?.code ?? null },
    })
    const status = await write(masked, [audit])
    close()
    const ended = status === masked.status ? masked : canceledEnd
    return {
      status: ended.status,
      output: ended.output,
      error: ended.error,
      revision,
      finishedAt,
      steps: shown,
    }
  }

  /** In a run that is over, no step goes on. */
  function breakOffSteps(): void {
    for (const step of steps) {
      if (step.status !== 'running') continue
      const record = { ...step.record, error: brokenOff }
      steps[step.position] = { ...step, status: 'failed', finishedAt: new Date(), inFlight: null, record }
      changed.add(step.position)
    }
  }

  function bareChangedSteps(): void {
    for (const position of changed) {
      const step = steps[position]
      if (step) steps[position] = { ...step, record: bareRecord(step.record), value: null }
    }
  }

  return {
    addSecrets(added) {
      for (const secret of added) secrets.add(secret)
      redactor = null
    },
    mask: (value) => mask().json(value),
    recordStep(step) {
      steps[step.position] = step
      changed.add(step.position)
      if (step.inFlight === 'once') return store()
      if (!insert) storeLater(gatherMs)
    },
    isStored: () => insert === null,
    store,
    suspend: (until) =>
      inTurn(async () => {
        const suspendMs = Math.max(0, until.getTime() - Date.now())
        const outcome = await write({ ...runningState, suspendMs, background: true })
        if (outcome !== 'to cancel') close()
        return outcome !== 'to cancel'
      }),
    giveBack: () =>
      inTurn(async () => {
        await write({ ...runningState, status: 'queued' })
        close()
      }),
    finish: (end) => inTurn(() => writeEnd(end)),
    fail: (error) =>
      inTurn(async () => {
        const end: RunEnd = { status: 'failed', output: null, error }
        breakOffSteps()
        try {
          return await writeEnd(end)
        } catch (err) {
          if (err instanceof RunLost || err instanceof KeyTaken || mayPass(err)) throw err
          bareChangedSteps()
          return writeEnd(end)
        }
      }),
    close,
  }
}

function toShownStep(step: StoredStep, record = step.record): RunStep {
  const { position, status, startedAt, finishedAt } = step
  return {
    position,
    status,
    startedAt: timeText(startedAt),
    finishedAt: finishedAt && timeText(finishedAt),
    record,
  }
}
