import pg from 'pg'
import { storableJson } from './storable-json'
import type { StepError } from './schema'

/**
 * SQL that ends steps as their run does whose process is gone: assignments for `run_steps`, without
 * `finished_at`. Only of a step with a request on its way is it unknown what became of it.
 * @param why a sentence, for `error.message`
 */
export function interruptedSteps(why: string): string {
  const error = (code: StepError['code'], message: string) => {
    const stepError: StepError = { code, phase: null, message, limitSeconds: null, elapsedMs: null }
    return `jsonb_build_object('error', ${pg.escapeLiteral(storableJson(stepError))}::jsonb)`
  }
  return `
    status = case when in_flight is null then 'canceled' else 'failed' end,
    record = case
      when in_flight is not null
        then record::jsonb || ${error('unknown_outcome', `${why} Nobody knows whether the API got the request.`)}
      when record::jsonb ->> 'type' = 'apiCall' then record::jsonb || ${error('canceled', why)}
      else record::jsonb end,
    in_flight = null`
}
