import { describe, expect, test } from 'vitest'
import type { HttpMethod } from '@/lib/http/types'
import type { StepError, StepErrorCode } from '@/lib/runs/schema'
import { explainFailure, type FailedStep } from './explain-failure'

function failed(code: StepErrorCode, step: Partial<FailedStep> = {}, error: Partial<StepError> = {}) {
  return explainFailure({
    error: { code, phase: null, message: 'A sentence.', limitSeconds: null, elapsedMs: null, ...error },
    statusCode: null,
    headers: null,
    endpointName: 'Billing API',
    sends: true,
    host: 'api.example.com',
    method: 'GET',
    isInterrupted: false,
    ...step,
  })
}

describe('what a failed step says', () => {
  test.each([
    [401, 'The API rejected the credentials'],
    [403, 'The API accepted you but refuses this path'],
    [404, 'The API was reached, but this path does not exist'],
    [429, 'The API is limiting how often you may call it'],
    [422, 'The API refused the request'],
    [503, 'The API has a problem of its own'],
    [302, 'The API answered 302, which does not count as success'],
  ])('for status %i', (statusCode, title) => {
    expect(failed('http_status', { statusCode }).title).toBe(title)
  })

  test('says how long to wait when the API does', () => {
    const { why } = failed('http_status', { statusCode: 429, headers: { 'retry-after': '30' } })
    expect(why).toBe('The API answered 429: retry after 30 s.')
  })

  test('names the limit that was hit, and where', () => {
    expect(failed('connect_timeout', {}, { limitSeconds: 5, phase: 'tls' })).toMatchObject({
      title: 'No connection within 5 s',
      why: 'api.example.com did not answer while the encryption was agreed.',
    })
    expect(failed('response_timeout', {}, { limitSeconds: 2, phase: 'download' })).toMatchObject({
      title: 'Connected, but no complete answer within 2 s',
      why: 'The answer had begun to arrive, but its last byte had not.',
    })
  })

  test('starts a sentence with a capital where no host is known', () => {
    expect(failed('connection_failed', { host: null }).title).toBe('The API refused the connection')
  })

  test('tells what may be sent twice from what may not', () => {
    expect(failed('unknown_outcome', { method: 'GET' }).next).toBe(
      'A request with GET may be sent twice, so run the flow again.',
    )
    for (const method of ['POST', null] satisfies (HttpMethod | null)[]) {
      expect(failed('unknown_outcome', { method }).next).toMatch(/^Look in the API .* before you run/)
    }
    expect(failed('unknown_outcome', { sends: false, method: null })).toEqual({
      title: 'The step was interrupted',
      why: 'Its run ended while it was running.',
      next: 'Run the flow again.',
    })
  })

  test('blames nobody for canceling what Sluice interrupted', () => {
    expect(failed('canceled').title).toBe('The step was canceled')
    expect(failed('canceled', { isInterrupted: true })).toMatchObject({
      title: 'The step was interrupted',
      why: 'A sentence.',
    })
  })

  test('says the same of every blocked address', () => {
    expect(failed('blocked', { host: '10.0.0.1' })).toEqual(failed('blocked', { host: 'intranet.example' }))
  })
})
