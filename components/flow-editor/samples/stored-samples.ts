import { z } from 'zod'
import { useSyncExternalStore } from 'react'
import { subscribeToStorage, tellStorageChanged } from '@/components/shell/storage-changes'

/** Bodies of answers that people gave for steps of a flow, by the id of the step. */
export type Samples = Readonly<Record<string, unknown>>

const prefix = 'sluice.samples.'
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
  return store(flowId, { ...readSamples(flowId), [nodeId]: body })
    ? null
    : 'This browser has no room to keep it.'
}

export function removeSample(flowId: string, nodeId: string): void {
  const { [nodeId]: _, ...rest } = readSamples(flowId)
  store(flowId, rest)
}

/** Of all flows: what APIs answered to one person is not for whoever signs in next. */
export function forgetSamples(): void {
  try {
    for (const name of Object.keys(localStorage)) {
      if (name.startsWith(prefix)) localStorage.removeItem(name)
    }
  } catch {
    return // Without storage there are none.
  }
  tellStorageChanged()
}

function store(flowId: string, samples: Samples): boolean {
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
  return `${prefix}${flowId}`
}
