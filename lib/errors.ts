/** Every way in which a verb can refuse. A closed list: codes are for programs, messages for people. */
export const errorCodes = [
  'invalid_input',
  'unauthenticated',
  'forbidden',
  'not_found',
  'method_not_allowed',
  'conflict',
  'in_use',
  'idempotency_mismatch',
  'payload_too_large',
  'unsupported_media_type',
  'unprocessable',
  'rate_limited',
  'unavailable',
  'internal_error',
] as const
export type ErrorCode = (typeof errorCodes)[number]

export type FieldError = {
  /** Where in the input, in dots: `defaultHeaders.0.name`. Empty for the input as a whole. */
  path: string
  message: string
}

type AppErrorOptions = {
  fieldErrors?: FieldError[]
  /** Facts for the caller, such as `usedBy` or `current`. Never a secret. */
  details?: Record<string, unknown>
  retryAfterSeconds?: number
  cause?: unknown
}

/** The one error that verbs throw on purpose; the doors translate it. Its message is shown to people. */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly code: ErrorCode
  readonly fieldErrors: FieldError[]
  readonly details: Record<string, unknown>
  readonly retryAfterSeconds: number | null

  constructor(code: ErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, { cause: options.cause })
    this.code = code
    this.fieldErrors = options.fieldErrors ?? []
    this.details = options.details ?? {}
    this.retryAfterSeconds = options.retryAfterSeconds ?? null
  }

  /** One of any copy of this module: what the parts of a process throw crosses them (`lib/process-services.ts`). */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && value.name === 'AppError'
  }
}

/** A row of another organization and a row that never existed get the same words. */
export function notFound(): AppError {
  return new AppError('not_found', 'We can’t find that, or you don’t have access to it.')
}

/** One bad field, said on the field. */
export function invalidField(path: string, message: string): AppError {
  return new AppError('invalid_input', message, { fieldErrors: [{ path, message }] })
}
