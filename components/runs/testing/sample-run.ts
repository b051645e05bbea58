import type { ResponseRecord, Run, RunProgress, RunStep, StepRecord } from '@/lib/runs/schema'

/** A second of the minute in which every sample run happens. */
export function at(second: number): string {
  return new Date(Date.UTC(2026, 0, 5, 10, 0, 0) + second * 1000).toISOString()
}

export function sampleRecord(record: Partial<StepRecord> & { nodeId: string }): StepRecord {
  return {
    key: record.nodeId,
    label: record.nodeId,
    type: 'apiCall',
    output: 'success',
    input: null,
    request: null,
    response: null,
    result: null,
    error: null,
    timing: null,
    attempts: [],
    endpoint: null,
    ...record,
  }
}

export function sampleStep(
  record: Partial<StepRecord> & { nodeId: string },
  step: Partial<Omit<RunStep, 'record'>> = {},
): RunStep {
  return {
    position: 0,
    status: 'succeeded',
    startedAt: at(0),
    finishedAt: at(1),
    ...step,
    record: sampleRecord(record),
  }
}

export function sampleResponse(response: Partial<ResponseRecord> = {}): ResponseRecord {
  const body = response.body ?? ''
  return {
    statusCode: 200,
    statusText: 'OK',
    headers: {},
    contentType: 'application/json',
    bodyBytes: new TextEncoder().encode(body).length,
    body,
    encoding: 'utf8',
    truncated: false,
    redirectedFrom: [],
    ...response,
  }
}

export function sampleRun(run: Partial<Run> = {}): Run {
  return {
    id: 'run-1',
    flowId: 'flow-1',
    flowName: 'Order lookup',
    stage: 'draft',
    publishedNumber: null,
    draftVersion: 1,
    status: 'succeeded',
    error: null,
    startedBy: { type: 'user', name: 'Maya Chen' },
    createdAt: at(0),
    startedAt: at(0),
    finishedAt: at(2),
    durationMs: 2000,
    revision: 1,
    cancelRequested: false,
    input: {},
    entry: null,
    output: null,
    steps: [],
    ...run,
  }
}

export function sampleProgress(progress: Partial<RunProgress> = {}): RunProgress {
  return {
    id: 'run-1',
    revision: 1,
    status: 'running',
    error: null,
    startedAt: at(0),
    finishedAt: null,
    steps: [],
    ...progress,
  }
}

export function progressStep(
  step: Partial<RunProgress['steps'][number]> & { nodeId: string },
): RunProgress['steps'][number] {
  return {
    position: 0,
    status: 'succeeded',
    output: 'next',
    startedAt: at(0),
    finishedAt: at(1),
    statusCode: null,
    errorCode: null,
    attempts: 0,
    ...step,
  }
}
