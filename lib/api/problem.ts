import type { ErrorBody } from '@/lib/action-result'
import { errorStatus } from '@/lib/error-body'
import type { ErrorCode } from '@/lib/errors'
import { retryAfter } from '@/lib/json-response'
import type { JsonAnswer } from './text-response'

const titles = {
  invalid_input: 'Invalid input',
  unauthenticated: 'Not authenticated',
  forbidden: 'Forbidden',
  not_found: 'Not found',
  method_not_allowed: 'Method not allowed',
  conflict: 'Conflict',
  in_use: 'In use',
  idempotency_mismatch: 'Idempotency key reused',
  payload_too_large: 'Payload too large',
  unsupported_media_type: 'Unsupported media type',
  unprocessable: 'Unprocessable',
  rate_limited: 'Too many requests',
  unavailable: 'Unavailable',
  internal_error: 'Internal error',
} satisfies Record<ErrorCode, string>

const challenge = { 'www-authenticate': 'Bearer realm="Sluice"' }

/** A refusal as RFC 9457 has it. `details` of the error, such as `usedBy`, become members of their own. */
export function problemAnswer(body: ErrorBody, headers: Record<string, string> = {}): JsonAnswer {
  const { code, message, requestId, fieldErrors, details, retryAfterSeconds } = body
  const status = errorStatus[code]
  const members = {
    ...details,
    type: `urn:sluice:problem:${code}`,
    title: titles[code],
    status,
    code,
    detail: message,
    requestId,
    ...(fieldErrors.length === 0 ? {} : { errors: fieldErrors }),
  }
  return {
    status,
    headers: {
      'content-type': 'application/problem+json',
      ...retryAfter(retryAfterSeconds),
      ...(code === 'unauthenticated' ? challenge : {}),
      ...headers,
    },
    json: JSON.stringify(members),
  }
}

/** The same as a standard response. */
export function problem(body: ErrorBody, headers?: Record<string, string>): Response {
  const { json, ...init } = problemAnswer(body, headers)
  return new Response(json, init)
}
