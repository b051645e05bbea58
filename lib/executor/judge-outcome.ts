import type { NodeData } from '@/lib/flows/schema'
import { defaultSuccessStatuses, isSuccessStatus, parseSuccessStatuses } from '@/lib/flows/success-statuses'
import type { Failure, Outcome, ReceivedResponse, SentRequest, Timing } from '@/lib/http/types'
import type { ApiCallResult, RequestRecord, ResponseRecord, StepError } from '@/lib/runs/schema'
import { readBody } from './read-body'
import { withoutSecrets } from './without-secrets'

export type Verdict = {
  result: Omit<ApiCallResult, 'attempts'>
  record: { request: RequestRecord | null; response: ResponseRecord | null }
}

/**
 * What became of one attempt, in the shape that flows and run records have for it.
 * @param mask takes the secrets out of what was sent and answered; what Sluice itself says of it stays
 */
export function judgeOutcome(outcome: Outcome, call: NodeData<'apiCall'>, mask: <T>(value: T) => T): Verdict {
  const request = outcome.sent && mask(requestRecord(outcome.sent))
  if (!outcome.ok) {
    const verdict = failed(stepError(outcome.failure), outcome.timing)
    return { ...verdict, record: { request, response: null } }
  }
  const { response, timing } = outcome
  const { statusCode } = response
  const headers = mask(response.headers)
  const contentType = headers['content-type'] ?? null
  const body = readBody(response.body, response.headers['content-type'] ?? null, call.responseFormat, mask)
  const error = responseError(response, body.isBroken, call, timing)
  return {
    result: {
      status: error ? 'failure' : 'success',
      statusCode,
      headers,
      body: body.value,
      error,
      timing,
    },
    record: {
      request,
      response: {
        statusCode,
        statusText: mask(response.statusText),
        headers,
        contentType,
        bodyBytes: response.body.byteLength,
        body: body.shown,
        encoding: body.encoding,
        truncated: false,
        redirectedFrom: mask(response.redirectedFrom),
      },
    },
  }
}

/** Nothing was sent. */
export function notSent(error: StepError, elapsedMs: number): Verdict {
  const timing: Timing = {
    dnsMs: null,
    connectMs: null,
    tlsMs: null,
    waitMs: null,
    downloadMs: null,
    totalMs: elapsedMs,
    reused: false,
  }
  return failed({ ...error, elapsedMs }, timing)
}

function failed(error: StepError, timing: Timing): Verdict {
  return {
    result: { status: 'failure', statusCode: null, headers: null, body: null, error, timing },
    record: { request: null, response: null },
  }
}

function responseError(
  { statusCode }: ReceivedResponse,
  isBroken: boolean,
  call: NodeData<'apiCall'>,
  { totalMs }: Timing,
): StepError | null {
  const ranges = parseSuccessStatuses(call.successStatuses ?? defaultSuccessStatuses)
  const about = { limitSeconds: null, elapsedMs: totalMs }
  if (!isSuccessStatus(ranges ?? [], statusCode)) {
    const message = `The API answered with status ${statusCode}.`
    return { code: 'http_status', phase: 'response', message, ...about }
  }
  if (isBroken) {
    return { code: 'invalid_response', phase: 'download', message: 'The answer is not valid JSON.', ...about }
  }
  return null
}

function stepError({ code, phase, message, limitMs, elapsedMs }: Failure): StepError {
  return { code, phase, message, limitSeconds: limitMs === null ? null : limitMs / 1000, elapsedMs }
}

function requestRecord({ method, url, headers, secretHeaderNames, body }: SentRequest): RequestRecord {
  return { method, url, headers: withoutSecrets(headers, secretHeaderNames), body, truncated: false }
}
