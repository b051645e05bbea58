import type { Run, StepRecord } from './schema'

/** A run as viewers see it: which way it went and what failed, and nothing of what was in it. */
export function hideBodies(run: Run): Run {
  return {
    ...run,
    input: null,
    entry: run.entry && { ...run.entry, pinned: { steps: {}, vars: {}, nodeIds: {}, given: [] } },
    output: null,
    steps: run.steps.map((step) => ({ ...step, record: withoutBodies(step.record) })),
  }
}

function withoutBodies(record: StepRecord): StepRecord {
  const { request, response, endpoint } = record
  return {
    ...record,
    input: record.type === 'delay' ? record.input : null, // how long it waits
    result: null,
    // Paths, queries and headers are filled in from inputs and answers as bodies are.
    request: request && { ...request, url: endpoint?.baseUrl ?? '', headers: [], body: null },
    response: response && { ...response, headers: {}, body: '', truncated: false, redirectedFrom: [] },
  }
}
