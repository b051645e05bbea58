import type { FlowDefinition, FlowNode, NodeOf } from '@/lib/flows/schema'
import type { TemplateScope } from '@/lib/flows/templates'
import type {
  Credential,
  HeaderField,
  Limits,
  OutboundRequest,
  Outcome,
  RedirectMode,
} from '@/lib/http/types'
import type { StopSignal } from '@/lib/http/stop'
import type { InFlight, RunEntry, RunError, StepError, StepRecord, StepStatus } from '@/lib/runs/schema'

/** One consistent version of an endpoint, secrets opened, for one step. */
export type LoadedEndpoint = {
  id: string
  name: string
  version: number
  baseUrl: string
  /** Secret ones included. */
  defaultHeaders: HeaderField[]
  /** Lower-case names of the secret ones. */
  secretHeaderNames: string[]
  credential: Credential
  redirects: RedirectMode
  connectTimeoutMs: number
  responseTimeoutMs: number
}

/** Everything that the executor can do to the world. Which secrets does it see? Those of `loadEndpoint`. */
export type ExecutorPorts = {
  /** Throws `StepFailure` with `endpoint_deleted` or `secret_unavailable`. */
  loadEndpoint: (endpointId: string) => Promise<LoadedEndpoint>
  /** Never rejects for what can go wrong outside. An abort of `signal` closes the socket. */
  send: (request: OutboundRequest, limits: Limits, signal: StopSignal) => Promise<Outcome>
  /**
   * Takes the secrets out of what an API answered, before later steps see it: a template could otherwise
   * change an echoed secret until no mask at the boundary knows it, or send it to another origin.
   */
  mask: <T>(value: T) => T
  /** Milliseconds since 1970. */
  now: () => number
  /** Resolves after `ms`, or as soon as `signal` aborts. Only for waits that are short. */
  wait: (ms: number, signal: StopSignal) => Promise<void>
  /** From 0 to below 1, for jitter. */
  random: () => number
  /**
   * Told before a request leaves, after each attempt, and at each step's end. The run waits for it: when a
   * request is `in flight` `once`, it may leave only after that is stored.
   */
  onStep: (report: StepReport) => void | Promise<void>
  /** Aborting it cancels the run. With the reason `interrupted`, because this process ends. */
  signal: StopSignal
}

/** The state of one step, complete each time. Not masked. */
export type StepReport = StoredStep

/** A step as it is kept: enough to show it, and to go on with the run in another process. */
export type StoredStep = {
  position: number
  nodeId: string
  status: StepStatus
  startedAt: Date
  finishedAt: Date | null
  /** A request of this step may be on its way. */
  inFlight: InFlight | null
  record: StepRecord
  /** What later steps see as `steps.<key>`, when there is more of it than in the record. */
  value: unknown
}

export type FlowExecution = {
  definition: FlowDefinition
  /** Checked against the start step's inputs before. */
  input: Record<string, unknown>
  /** Where it begins, if not at the start step: at a step of the definition. */
  entry: RunEntry | null
  run: { id: string; startedAt: string }
}

export type ExecutionEnd = {
  status: 'succeeded' | 'failed' | 'canceled'
  output: unknown
  error: RunError | null
}

export type ExecutionOutcome = ExecutionEnd | { status: 'suspended'; until: Date }

/** What the clock of the database says of a run that is taken up again. */
export type Resumed = {
  /** The run was laid aside until now. Otherwise its process left it, maybe before it could lay it aside. */
  hasWaited: boolean
  /** Since a process took the run up first. */
  ageMs: number
}

/** What a step gets to work with. */
export type StepContext = {
  scope: TemplateScope
  ports: ExecutorPorts
  /** What is known of this step when it was begun before. If it waited, `waitLeft` knows for how long yet. */
  pending: StoredStep | null
  resumed: Resumed
  /** When it was begun first. */
  startedAt: Date
  /** The same whenever the step is repeated: makes a request recognizable to the other side. */
  stepId: string
  /** Reports the step as running, with what is known of it by now and what is about to be sent. */
  report: (soFar: Partial<StepRecord>, inFlight?: InFlight | null) => void | Promise<void>
}

/** What a step came to. */
export type StepOutcome = {
  status: Exclude<StepStatus, 'running'>
  /** The output to leave by; `null` ends the run here. */
  output: string | null
  /** What later steps see as `steps.<key>`. */
  result: unknown
  error: StepError | null
  /** Fields of the record that the executor can't fill in by itself. */
  record?: Partial<StepRecord>
  /** Set by steps that end the run. */
  end?: { output: unknown; failed: boolean }
}

/** A step that goes on only then, and needs no process until then. */
export type WaitingStep = { status: 'waiting'; until: Date; record: Partial<StepRecord> }

/** Steps that wait for nothing settle at once: a promise for each would be the dearest part of them. */
export type StepHandler<N extends FlowNode> = (
  node: N,
  context: StepContext,
) => SettledStep | Promise<SettledStep>
export type SettledStep = StepOutcome | WaitingStep
export type HandlerOf<T extends FlowNode['type']> = StepHandler<NodeOf<T>>
