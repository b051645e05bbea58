import type { Run, StepRecord } from './schema'

/** A run as viewers see it: which way it went and what failed, and nothing of what was in it. */
export function hideBodies(run: Run): Run {
  return {
    ...run,
    input: null,
    output: null,
    steps: run.steps.map((step) => ({ ...step, record: withoutBodies(step.record) })),
  }
}

function withoutBodies(record: StepRecord): StepRecord {
  const { request, response } = record
  return {
    ...record,
    input: record.type === 'delay' ? record.input : null, // how long it waits
    result: null,
    request: request && { ...request, body: null },
    response: response && { ...response, body: '', truncated: false },
  }
}
