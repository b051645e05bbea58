import { z } from 'zod'
import { createStoredJson } from '@/components/shell/stored-json'

/** Bodies of answers that people gave for steps of a flow, by the id of the step. */
export type Samples = Readonly<Record<string, unknown>>

const stored = createStoredJson<Samples>('sluice.samples.', z.record(z.string(), z.unknown()), {})

/** The samples that are kept on this device for a flow. */
export const useSamples = stored.use

/** In bytes. A browser keeps some five million for all of Sluice, and a request to run a step has a million. */
export const maxSampleBytes = 300_000

/**
 * Keeps a body as the answer of a step, instead of the one that it has.
 * @returns why not, where it is too large or this browser keeps nothing
 */
export function keepSample(flowId: string, nodeId: string, body: unknown): string | null {
  if (new TextEncoder().encode(JSON.stringify(body)).length > maxSampleBytes) {
    return `A sample has at most ${maxSampleBytes / 1000} kB. Leave out what no step needs.`
  }
  const isKept = stored.write(flowId, { ...stored.read(flowId), [nodeId]: body })
  return isKept ? null : 'This browser has no room to keep it.'
}

export function removeSample(flowId: string, nodeId: string): void {
  const { [nodeId]: _, ...rest } = stored.read(flowId)
  stored.write(flowId, Object.keys(rest).length > 0 ? rest : null)
}

/** Of all flows: what APIs answered to one person is not for whoever signs in next. */
export const forgetSamples = stored.forgetAll
