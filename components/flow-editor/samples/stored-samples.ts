import { z } from 'zod'
import { useSyncExternalStore } from 'react'
import { subscribeToStorage, tellStorageChanged } from '@/components/shell/storage-changes'

/** Bodies of answers that people gave for steps of a flow, by the id of the step. */
export type Samples = Readonly<Record<string, unknown>>

const schema = z.record(z.string(), z.unknown())
const none: Samples = {}
/** Snapshots have to stay the same object as long as nothing changed. */
const cache = new Map<string, { text: string; samples: Samples }>()

/** The samples that are kept on this device for a flow. */
export function useSamples(flowId: string): Samples {
  return useSyncExternalStore(
    subscribeToStorage,
    () => readSamples(flowId),
    () => none,
  )
}

/**
 * Keeps a body as the answer of a step, instead of the one that it has.
 * @param body `undefined` takes the sample away
 * @returns false where this browser has no room for it, or keeps nothing
 */
export function keepSample(flowId: string, nodeId: string, body: unknown): boolean {
  const samples = { ...readSamples(flowId), [nodeId]: body }
  if (body === undefined) delete samples[nodeId]
  try {
    if (Object.keys(samples).length === 0) localStorage.removeItem(key(flowId))
    else localStorage.setItem(key(flowId), JSON.stringify(samples))
  } catch {
    return false
  }
  tellStorageChanged()
  return true
}

function readSamples(flowId: string): Samples {
  const text = stored(flowId)
  const known = cache.get(flowId)
  if (known?.text === text) return known.samples
  const samples = parse(text)
  cache.set(flowId, { text, samples })
  return samples
}

function stored(flowId: string): string {
  try {
    return localStorage.getItem(key(flowId)) ?? ''
  } catch {
    return ''
  }
}

function parse(text: string): Samples {
  try {
    return schema.safeParse(JSON.parse(text)).data ?? none
  } catch {
    return none
  }
}

function key(flowId: string): string {
  return `sluice.samples.${flowId}`
}
