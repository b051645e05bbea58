import { parseAddress } from '@/lib/http/address-rules'
import type { FailurePhase, Outcome, Timing } from '@/lib/http/types'
import { hostOf } from '@/lib/http/url-rules'
import type { StepError } from '@/lib/runs/schema'
import { type EndpointTestResult, endpointTestSteps } from './schema'

type Step = EndpointTestResult['steps'][number]
type StepName = Step['name']

const stepOfPhase = {
  prepare: 'configuration',
  policy: 'policy',
  dns: 'dns',
  connect: 'connect',
  tls: 'tls',
  wait: 'response',
  download: 'response',
  response: 'response',
} satisfies Record<FailurePhase, StepName>

const done = {
  configuration: 'The endpoint is complete.',
  policy: 'The network policy allows this address.',
  dns: 'The host name was found.',
  connect: 'Connected.',
  tls: 'The connection is secure, and its certificate is trusted.',
  response: 'The API answered.',
} satisfies Record<StepName, string>

/** Tells what happened step by step: those before the failed one went well, those after it never began. */
export function testSteps(outcome: Outcome, baseUrl: string, error: StepError | null): Step[] {
  const failedAt = error ? endpointTestSteps.indexOf(failedStep(outcome, error)) : endpointTestSteps.length
  return endpointTestSteps.map((name, index) => {
    if (error && index === failedAt) {
      return { name, status: 'failed', ms: elapsed(name, outcome.timing), sentence: sentence(outcome, error) }
    }
    if (index > failedAt) return skipped(name, 'Not reached.')
    const reason = whySkipped(name, outcome.timing, baseUrl)
    if (reason) return skipped(name, reason)
    return { name, status: 'ok', ms: elapsed(name, outcome.timing), sentence: done[name] }
  })
}

function skipped(name: StepName, sentence: string): Step {
  return { name, status: 'skipped', ms: null, sentence }
}

/** A canceled test has no phase: it ended in the first step that took no time yet. */
function failedStep(outcome: Outcome, error: StepError): StepName {
  if (error.phase) return stepOfPhase[error.phase]
  const { dnsMs, connectMs, reused } = outcome.timing
  if (reused || outcome.ok || outcome.sent) return 'response'
  if (connectMs !== null) return 'tls'
  return dnsMs === null ? 'dns' : 'connect'
}

function whySkipped(name: StepName, timing: Timing, baseUrl: string): string | null {
  const isConnecting = name === 'dns' || name === 'connect' || name === 'tls'
  if (isConnecting && timing.reused) return 'An open connection was used again.'
  const url = new URL(baseUrl)
  if (name === 'dns' && parseAddress(hostOf(url))) return 'The base URL has an address, not a name.'
  if (name === 'tls' && url.protocol === 'http:') return 'Plain http is not encrypted.'
  return null
}

function elapsed(name: StepName, { dnsMs, connectMs, tlsMs, waitMs, downloadMs }: Timing): number | null {
  switch (name) {
    case 'configuration':
    case 'policy':
      return null
    case 'dns':
      return dnsMs
    case 'connect':
      return connectMs
    case 'tls':
      return tlsMs
    case 'response':
      return waitMs === null ? null : waitMs + (downloadMs ?? 0)
  }
}

function sentence(outcome: Outcome, error: StepError): string {
  if (outcome.ok && error.code === 'http_status') return statusSentence(outcome.response)
  if (error.code === 'connect_timeout') return `No connection within ${error.limitSeconds} s.`
  if (error.code === 'response_timeout')
    return `Connected, but no complete answer within ${error.limitSeconds} s.`
  return error.message
}

function statusSentence({
  statusCode,
  headers,
}: {
  statusCode: number
  headers: Record<string, string>
}): string {
  switch (statusCode) {
    case 401:
      return 'The API rejected the credentials. Check the token.'
    case 403:
      return 'The API accepted you but refuses this path.'
    case 404:
      return 'The API was reached, but this path does not exist. Try another test path.'
    case 429:
      return /^\d+$/.test(headers['retry-after'] ?? '')
        ? `The API limits how often it may be called. Try again after ${headers['retry-after']} s.`
        : 'The API limits how often it may be called. Try again later.'
    default:
      return `The API answered with status ${statusCode}.`
  }
}
