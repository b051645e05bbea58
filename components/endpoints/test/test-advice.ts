import type { EndpointTestResult } from '@/lib/endpoints/schema'
import type { StepErrorCode } from '@/lib/runs/schema'

/** What to do about a failed test, in a sentence or two. */
export function testAdvice({ error, statusCode }: EndpointTestResult): string | null {
  if (!error) return null
  return error.code === 'http_status' ? statusAdvice(statusCode ?? 0) : advice[error.code]
}

const advice: Record<Exclude<StepErrorCode, 'http_status'>, string | null> = {
  dns_failed: 'Check the host in the base URL for a typing error.',
  connection_failed: 'Check the port in the base URL, and whether the API is running.',
  tls_failed: 'Check the host, or ask the people who run the API for a valid certificate.',
  connect_timeout: 'Check that the API can be reached from here, or allow a longer connection timeout.',
  response_timeout: 'Try a lighter path, or allow a longer response timeout.',
  blocked: 'Use another address, or ask whoever runs Sluice to allow this one.',
  busy: 'Test again in a moment.',
  response_too_large: 'Try a path with a smaller answer.',
  invalid_response: 'Check that the base URL leads to an HTTP API.',
  invalid_request: 'Correct the field that is named, then test again.',
  invalid_template: 'Correct the path, then test again.',
  secret_unavailable: 'Enter the secret, save, then test again.',
  endpoint_deleted: 'Somebody deleted this endpoint. Go back to the list.',
  canceled: null,
  unknown_outcome: 'Test again.',
}

/** The sentences of 401, 404 and 429 say already what to do. */
function statusAdvice(status: number): string | null {
  if (status === 401 || status === 404 || status === 429) return null
  if (status === 403) return 'Ask for more rights for these credentials, or try another test path.'
  if (status === 405) return 'The connection works. Try another method.'
  if (status >= 500) return 'The fault is on the side of the API. Try again later.'
  if (status >= 300 && status < 400) {
    return 'The API sends you elsewhere. Use the address that it names, or follow redirects.'
  }
  return 'Read the answer and compare it with what was sent.'
}
