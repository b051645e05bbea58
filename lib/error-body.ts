import type { ErrorBody } from '@/lib/action-result'
import { isDatabaseOutage, isUnstorableText } from '@/db/errors'
import { AppError, type ErrorCode } from '@/lib/errors'
import { log } from '@/lib/log'

export const errorStatus = {
  invalid_input: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  in_use: 409,
  idempotency_mismatch: 409,
  payload_too_large: 413,
  unsupported_media_type: 415,
  unprocessable: 422,
  rate_limited: 429,
  internal_error: 500,
  unavailable: 503,
} satisfies Record<ErrorCode, number>

/**
 * What the other side gets to know of a failure. An `AppError` speaks for itself; of anything else only
 * the request id goes out, and the rest into the log.
 */
export function toErrorBody(error: unknown, requestId: string): ErrorBody {
  const known = toAppError(error)
  if (known.code === 'internal_error' || known.code === 'unavailable') {
    log.error({ err: error, requestId }, 'request failed')
  }
  return {
    code: known.code,
    message: known.message,
    requestId,
    fieldErrors: known.fieldErrors,
    details: known.details,
    retryAfterSeconds: known.retryAfterSeconds,
  }
}

function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error
  if (isDatabaseOutage(error)) {
    return new AppError('unavailable', 'Sluice can’t reach its database. Try again in a moment.', {
      retryAfterSeconds: 5,
      cause: error,
    })
  }
  if (isUnstorableText(error)) {
    return new AppError('invalid_input', 'A text contains the character U+0000, which can’t be stored.')
  }
  return new AppError('internal_error', 'Something went wrong on our side.', { cause: error })
}
