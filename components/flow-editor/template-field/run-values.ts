import { type FlowDefinition, isKnownNode } from '@/lib/flows/schema'
import type { TemplateScope } from '@/lib/flows/templates'
import { sampleResult } from '../samples/sample-result'
import type { Samples } from '../samples/stored-samples'
import { passedOn } from '@/lib/runs/passed-on'
import type { ResponseRecord, Run, StepRecord } from '@/lib/runs/schema'

/**
 * What templates stood for in a run, under the keys that the steps have now. Inputs fall back to their
 * samples. Steps that the run did not reach are absent, unless it was told what they came to.
 * @param samples bodies that stand for the answers of steps, by their ids, whatever the run got
 */
export function runValues(definition: FlowDefinition, run: Run | null, samples: Samples = {}): TemplateScope {
  const scope: TemplateScope = {
    input: { ...samplesOf(definition), ...run?.input },
    ...passedOn(run?.entry ?? null, definition),
    run: { id: run?.id ?? '', startedAt: run?.startedAt ?? '' },
  }
  const keys = new Map(
    definition.nodes.filter(isKnownNode).map(({ id, type, data }) => [id, { type, key: data.key }]),
  )
  for (const { record, status } of run?.steps ?? []) {
    const step = keys.get(record.nodeId)
    if (!step || step.type !== record.type || status === 'running' || record.result === null) continue
    if (record.type === 'setVariables') Object.assign(scope.vars, asObject(record.result))
    scope.steps[step.key] = record.type === 'apiCall' ? apiCallResult(record) : record.result
  }
  Object.assign(scope.steps, sampleResults(definition, samples))
  return scope
}

/** The results that samples stand for, by the keys of their steps. */
export function sampleResults(definition: FlowDefinition, samples: Samples): Record<string, unknown> {
  return Object.fromEntries(
    definition.nodes
      .filter(isKnownNode)
      .filter(({ id, type }) => type === 'apiCall' && Object.hasOwn(samples, id))
      .map(({ id, data }) => [data.key, sampleResult(samples[id])]),
  )
}

function samplesOf(definition: FlowDefinition): Record<string, unknown> {
  const samples: Record<string, unknown> = {}
  for (const node of definition.nodes) {
    if (!isKnownNode(node) || node.type !== 'start') continue
    for (const { name, sample } of node.data.inputs) if (sample !== undefined) samples[name] = sample
  }
  return samples
}

/** The record keeps the body apart, as it came; here it is put back to where templates find it. */
function apiCallResult(record: StepRecord): Record<string, unknown> {
  const result = asObject(record.result)
  return record.response ? { ...result, body: bodyValue(record.response) } : { body: null, ...result }
}

function bodyValue({ body, encoding, contentType, bodyBytes, truncated }: ResponseRecord): unknown {
  if (encoding === 'base64') return { contentType, bytes: bodyBytes, base64: body }
  if (body === '') return null
  if (truncated) return body
  try {
    return JSON.parse(body)
  } catch {
    return body
  }
}

function asObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {}
}
