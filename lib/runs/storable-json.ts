import type { Run, RunStep } from './schema'

/**
 * A value as JSON text that Postgres takes into a `jsonb` column: it refuses NUL and halves of surrogate
 * pairs, which an API may well answer with. They become U+FFFD.
 */
export function storableJson(value: unknown): string {
  // JSON.stringify writes both as \u escapes; an escaped backslash before a `u` is something else.
  const json = JSON.stringify(value ?? null)
  // Nearly always there is nothing to look at, and finding that out costs next to nothing.
  if (!json.includes('\\u')) return json
  return json.replace(/\\(?:\\|u0000|ud[89a-f][0-9a-f]{2})/g, (found) =>
    found === '\\\\' ? found : '\ufffd',
  )
}

/** A base class whose constructor gives back what it is given, so that a subclass adds its fields to that. */
const Given = function (given: object) {
  return given
} as unknown as new (given: object) => object

/**
 * The text of an object, in a field of the object that only this class sees: no copy of the object has it, and
 * nothing lists it. In a WeakMap it made a step that calls nothing an eighth dearer.
 */
class Written extends Given {
  #text: string

  private constructor(value: object) {
    super(value)
    this.#text = storableJson(value)
  }

  static textOf(value: object): string {
    return #text in value ? value.#text : new Written(value).#text
  }
}

/**
 * The same of a value that nobody changes any more. It is written down once: to see how large it is, to store
 * it and to answer with it.
 */
export function keptJson(value: unknown): string {
  return typeof value === 'object' && value !== null ? Written.textOf(value) : storableJson(value)
}

/** A run as the database has it: without the characters that it refuses. */
export function runJson(run: Run): string {
  // By name: to copy all but one costs as much as to write all of it.
  const rest: Omit<Run, 'input' | 'entry' | 'output' | 'steps'> = {
    id: run.id,
    flowId: run.flowId,
    flowName: run.flowName,
    stage: run.stage,
    publishedNumber: run.publishedNumber,
    draftVersion: run.draftVersion,
    status: run.status,
    error: run.error,
    startedBy: run.startedBy,
    createdAt: run.createdAt,
    startedAt: run.startedAt,
    finishedAt: run.finishedAt,
    durationMs: run.durationMs,
    revision: run.revision,
    cancelRequested: run.cancelRequested,
  }
  const bodies = `"input":${keptJson(run.input)},"entry":${keptJson(run.entry)},"output":${keptJson(run.output)}`
  return `${storableJson(rest).slice(0, -1)},${bodies},"steps":[${run.steps.map(stepJson).join(',')}]}`
}

export function stepJson({ position, status, startedAt, finishedAt, record }: RunStep): string {
  // Times in ISO 8601 and words of closed lists have nothing to escape.
  const ended = finishedAt === null ? 'null' : `"${finishedAt}"`
  return `{"position":${position},"status":"${status}","startedAt":"${startedAt}","finishedAt":${ended},"record":${keptJson(record)}}`
}
