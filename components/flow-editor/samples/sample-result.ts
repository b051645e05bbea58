import { noTiming } from '@/lib/http/no-timing'
import type { ApiCallResult } from '@/lib/runs/schema'

/** `steps.<key>` of an API Call that answered with this body. */
export function sampleResult(body: unknown): ApiCallResult {
  return {
    status: 'success',
    statusCode: 200,
    headers: {},
    body,
    error: null,
    timing: noTiming(),
    attempts: 1,
  }
}
