import { fetchJson } from '@/lib/action-result'
import { endpointsPath } from '@/lib/endpoints/queries'
import type { EndpointTestResult, TestEndpointInput } from '@/lib/endpoints/schema'

/**
 * Sends one request through an endpoint. Aborting closes its socket.
 * @throws ActionError when the test could not start
 */
export function requestTest(
  organization: string,
  input: TestEndpointInput,
  signal: AbortSignal,
): Promise<EndpointTestResult> {
  return fetchJson(`${endpointsPath(organization)}/test`, { method: 'POST', body: input, signal })
}

/** Why a test failed, in the words of the step that did. */
export function testFailure({ steps }: EndpointTestResult): string {
  return steps.find(({ status }) => status === 'failed')?.sentence ?? ''
}
