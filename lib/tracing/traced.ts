/**
 * Traces of what a request, a run, a step and a call to an API took, when the operator has a collector
 * (`start-tracing.ts`). Without one nothing of OpenTelemetry is loaded, and `traced` only calls `work`.
 */

/** All that a span may say: no secret has a place here, and of an address only its host. */
export type SpanAttributes = {
  'http.request.method'?: string
  /** The pattern, never the path. */
  'http.route'?: string
  'http.response.status_code'?: number
  /** The host that is called. */
  'server.address'?: string
  'sluice.request.id'?: string
  'sluice.organization.id'?: string
  'sluice.flow.id'?: string
  'sluice.run.id'?: string
  'sluice.step.type'?: string
  'sluice.step.key'?: string
  'sluice.attempt'?: number
}

/** What is known of the work only while it goes on. */
export type Span = {
  set: (attributes: SpanAttributes) => void
  /** Marks it as failed. @param code from a closed list, never a message */
  fail: (code: string) => void
}

export type TracedOptions = {
  /** `server` for what was asked of us, `client` for what we ask of others. */
  kind?: 'server' | 'client' | 'internal'
  /** The W3C header of whoever asks, to go on with their trace. */
  traceparent?: string | null
}

export type Tracing = {
  traced: <T>(
    name: string,
    attributes: SpanAttributes,
    work: (span: Span) => T | Promise<T>,
    options?: TracedOptions,
  ) => Promise<T>
  flush: () => Promise<void>
}

const key = Symbol.for('sluice.tracing')
// Next loads modules several times in a process, and it is started in only one of them.
const holder = globalThis as typeof globalThis & { [key]?: Tracing }

const untraced: Span = { set: () => {}, fail: () => {} }

/**
 * Runs `work` in a span below the one that is current. A failure that it throws marks the span, with the
 * failure's code or name. What comes at once from `work` comes at once from here, unless it is traced.
 * @param name of the kind of work, such as `run` or `step apiCall`: a few in all, no ids
 */
export function traced<T>(
  name: string,
  attributes: SpanAttributes,
  work: (span: Span) => Promise<T>,
  options?: TracedOptions,
): Promise<T>
export function traced<T>(
  name: string,
  attributes: SpanAttributes,
  work: (span: Span) => T | Promise<T>,
  options?: TracedOptions,
): T | Promise<T>
export function traced<T>(
  name: string,
  attributes: SpanAttributes,
  work: (span: Span) => T | Promise<T>,
  options?: TracedOptions,
): T | Promise<T> {
  const tracing = holder[key]
  return tracing ? tracing.traced(name, attributes, work, options) : work(untraced)
}

/** Whether anybody gets to see attributes, for those that cost something to find out. */
export function isTracing(): boolean {
  return holder[key] !== undefined
}

/** Sends what is left; for the end of the process. Never rejects. */
export async function flushTraces(): Promise<void> {
  await holder[key]?.flush()
}

/** For `start-tracing.ts`, and for tests to end what they started. */
export function setTracing(tracing: Tracing | undefined): void {
  holder[key] = tracing
}
