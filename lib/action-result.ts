import type { ErrorCode, FieldError } from '@/lib/errors'

/** What a refused action or request says to the browser. */
export type ErrorBody = {
  code: ErrorCode
  message: string
  requestId: string
  fieldErrors: FieldError[]
  details: Record<string, unknown>
  retryAfterSeconds: number | null
}

/** Next hides thrown messages in production, so actions return their refusals. */
export type ActionResult<T> = { ok: true; data: T } | { ok: false; error: ErrorBody }

/** A refusal as the browser throws it, for React Query and forms. */
export class ActionError extends Error {
  override readonly name = 'ActionError'
  readonly body: ErrorBody

  constructor(body: ErrorBody) {
    super(body.message)
    this.body = body
  }
}

const unreachable: ErrorBody = {
  code: 'unavailable',
  message: 'Sluice can’t be reached. Check your connection and try again.',
  requestId: '',
  fieldErrors: [],
  details: {},
  retryAfterSeconds: null,
}

/** Turns `{ ok: false }` into a thrown `ActionError`, and a lost connection too. */
export async function unwrap<T>(pending: Promise<ActionResult<T>>): Promise<T> {
  let result: ActionResult<T>
  try {
    result = await pending
  } catch {
    throw new ActionError(unreachable)
  }
  if (!result.ok) throw new ActionError(result.error)
  return result.data
}

/**
 * Calls one of our own route handlers.
 * @throws ActionError with the handler's problem, or `unavailable` when nothing usable came back
 */
export async function fetchJson<T>(
  path: string,
  init?: { method?: string; body?: unknown; signal?: AbortSignal },
): Promise<T> {
  let response: Response
  try {
    response = await fetch(path, {
      method: init?.method ?? 'GET',
      headers: init?.body === undefined ? {} : { 'content-type': 'application/json' },
      body: init?.body === undefined ? undefined : JSON.stringify(init.body),
      signal: init?.signal,
    })
  } catch (error) {
    if (init?.signal?.aborted) throw error
    throw new ActionError(unreachable)
  }
  const body: unknown = await response.json().catch(() => null)
  if (response.ok) return body as T
  throw new ActionError(isErrorBody(body) ? body : unreachable)
}

function isErrorBody(value: unknown): value is ErrorBody {
  return typeof value === 'object' && value !== null && 'code' in value && 'message' in value
}
