import { mayRepeat } from '@/lib/executor/retry'
import type { HttpMethod } from '@/lib/http/types'
import type { StepError, StepErrorCode } from '@/lib/runs/schema'

export type FailedStep = {
  error: StepError
  statusCode: number | null
  /** Of the answer, for `Retry-After`. */
  headers: Record<string, string> | null
  endpointName: string | null
  /** Whether it is a step that sends something. */
  sends: boolean
  /** Host of the request, when one was built. */
  host: string | null
  /** Of the request, when that is known. */
  method: HttpMethod | null
  /** Sluice stopped while it was running, and nobody canceled it. */
  isInterrupted: boolean
}

/** What happened, why, and what to do about it; every part a sentence or two for people. */
export type Explanation = { title: string; why: string; next: string }

/** The failure of a step in the words of the run panel. */
export function explainFailure(step: FailedStep): Explanation {
  return explanations[step.error.code](step)
}

const explanations: Record<StepErrorCode, (step: FailedStep) => Explanation> = {
  http_status: explainStatus,
  dns_failed: (step) => ({
    title: `There is no host called ${host(step)}`,
    why: 'The name could not be looked up.',
    next: `Check the base URL of ${endpoint(step)} for a typing error.`,
  }),
  connection_failed: (step) => ({
    title: `${capitalized(host(step))} refused the connection`,
    why: 'The name is known, but nothing accepted the connection, or it was cut.',
    next: `Check the port in the base URL of ${endpoint(step)}, and whether the API is running.`,
  }),
  tls_failed: (step) => ({
    title: `The certificate of ${host(step)} is not trusted`,
    why: step.error.message,
    next: 'Ask the people who run the API for a valid certificate, and check the host in the base URL.',
  }),
  connect_timeout: (step) => ({
    title: `No connection within ${limit(step)}`,
    why: `${capitalized(host(step))} did not answer${during(step)}.`,
    next: 'Check that the API is up and can be reached from here, or allow more time to connect.',
  }),
  response_timeout: (step) => ({
    title: `Connected, but no complete answer within ${limit(step)}`,
    why:
      step.error.phase === 'download'
        ? 'The answer had begun to arrive, but its last byte had not.'
        : 'The request was sent, and nothing came back.',
    next: 'Ask the API for less, or allow more time in the response timeout.',
  }),
  blocked: () => ({
    title: 'This address is not allowed by your organization’s network policy',
    why: 'Nothing was sent.',
    next: 'Use another address, or ask whoever runs Sluice to allow this one.',
  }),
  busy: () => ({
    title: 'Too many calls at once',
    why: 'Your organization, or this API, has as many calls running as it may. Nothing was sent.',
    next: 'Run the flow again in a moment.',
  }),
  response_too_large: (step) => ({
    title: 'The answer is too large',
    why: step.error.message,
    next: 'Ask the API for less at a time, such as fewer entries a page.',
  }),
  invalid_response: (step) => ({
    title: 'The answer could not be read',
    why: step.error.message,
    next: 'Check that the base URL leads to an HTTP API, and the response format of the step.',
  }),
  invalid_request: (step) => ({
    title: 'The request could not be built',
    why: `${step.error.message} Nothing was sent.`,
    next: 'Correct the step and run the flow again.',
  }),
  invalid_template: (step) => ({
    title: 'A value could not be filled in',
    why: step.sends ? `${step.error.message} Nothing was sent.` : step.error.message,
    next: 'Correct the reference in that field and run the flow again.',
  }),
  secret_unavailable: (step) => ({
    title: `The secret of ${endpoint(step)} is not available`,
    why: 'It was never entered, was removed, or can no longer be opened. Nothing was sent.',
    next: 'Ask an admin to enter it again.',
  }),
  endpoint_deleted: () => ({
    title: 'This endpoint is no longer available',
    why: 'It was deleted, or none was chosen. Nothing was sent.',
    next: 'Choose another endpoint in the step.',
  }),
  canceled: (step) =>
    step.isInterrupted
      ? explainInterruption(step)
      : {
          title: 'The step was canceled',
          why: 'The run was canceled while this step was running.',
          next: 'Run the flow again when you are ready.',
        },
  unknown_outcome: explainInterruption,
}

function explainInterruption({ sends, method, error }: FailedStep): Explanation {
  const title = 'The step was interrupted'
  if (!sends) return { title, why: 'Its run ended while it was running.', next: 'Run the flow again.' }
  const next =
    method && mayRepeat({ attempts: 1 }, method)
      ? `A request with ${method} may be sent twice, so run the flow again.`
      : 'Look in the API for what the request would have done before you run the flow again.'
  return { title, why: error.message, next }
}

function explainStatus(step: FailedStep): Explanation {
  const status = step.statusCode ?? 0
  const name = endpoint(step)
  const title = `The API answered ${status}`
  if (status === 401) {
    return {
      title: 'The API rejected the credentials',
      why: `${title}: it does not know the token, key or password of ${name}.`,
      next: 'Check the token.',
    }
  }
  if (status === 403) {
    return {
      title: 'The API accepted you but refuses this path',
      why: `${title}: the credentials of ${name} do not cover this request.`,
      next: 'Ask for more rights for these credentials, or call another path.',
    }
  }
  if (status === 404) {
    return {
      title: 'The API was reached, but this path does not exist',
      why: `${title}: there is nothing at the path that the step asked for.`,
      next: 'Check the path and the values filled into it.',
    }
  }
  if (status === 429) {
    const after = step.headers?.['retry-after']
    return {
      title: 'The API is limiting how often you may call it',
      why: after ? `${title}: ${retryAfter(after)}` : `${title}.`,
      next: 'Wait, or let the step retry on 429.',
    }
  }
  if (status >= 500) {
    return {
      title: `The API has a problem of its own`,
      why: `${title}, which says that the fault is on its side.`,
      next: 'Read the response, try again later, or let the step retry on 5xx.',
    }
  }
  if (status >= 400) {
    return {
      title: `The API refused the request`,
      why: `${title}, which says that the request is not what it expects.`,
      next: 'Read the response and compare it with what was sent.',
    }
  }
  return {
    title: `${title}, which does not count as success`,
    why: 'The success statuses of the step do not include it.',
    next: 'Change the success statuses, or handle this answer on the Error output.',
  }
}

function retryAfter(value: string): string {
  return /^\d+$/.test(value) ? `retry after ${value} s.` : `retry after ${value}.`
}

function limit({ error }: FailedStep): string {
  return error.limitSeconds === null ? 'the time limit' : `${error.limitSeconds} s`
}

const phases: Partial<Record<NonNullable<StepError['phase']>, string>> = {
  dns: ' while its name was looked up',
  connect: ' to the connection request',
  tls: ' while the encryption was agreed',
}

function during({ error }: FailedStep): string {
  return (error.phase && phases[error.phase]) ?? ''
}

function host(step: FailedStep): string {
  return step.host ?? 'the API'
}

function endpoint(step: FailedStep): string {
  return step.endpointName ? `“${step.endpointName}”` : 'the endpoint'
}

/** A host keeps its case; only the words that stand in for one start a sentence. */
function capitalized(text: string): string {
  return text === 'the API' ? 'The API' : text
}
