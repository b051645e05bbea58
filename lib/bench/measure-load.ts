import { startScript } from './start-script'

/** What the load generator is to do: each of `concurrency` callers calls again when it has its answer. */
export type LoadOrder = {
  origin: string
  path: string
  method: 'GET' | 'POST'
  headers: Record<string, string>
  body: string | null
  /** The only one that is right. */
  status: number
  concurrency: number
  /** Calls that are not counted come first. */
  warmUpMs: number
  measureMs: number
}

/** The call that all servers which are no Sluice get. */
export const getOrder = {
  path: '/order',
  method: 'GET',
  headers: {},
  body: null,
  status: 200,
} as const satisfies Partial<LoadOrder>

export type LoadResult = {
  /** All of them, those of the warm-up too. */
  answers: number
  perSecond: number
  medianMs: number
  p99Ms: number
}

export type Load = {
  /** @throws when any answer was not the right one */
  measure: (order: LoadOrder) => Promise<LoadResult>
  stop: () => Promise<void>
}

export async function startLoad(core: number | null): Promise<Load> {
  const script = await startScript('load-generator.ts', core)
  return {
    async measure(order) {
      const result = (await script.ask(order)) as LoadResult | { failure: string }
      if ('failure' in result) throw new Error(`The load could not be carried: ${result.failure}`)
      return result
    },
    stop: script.stop,
  }
}
