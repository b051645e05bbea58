import type { Caller, ownCaller } from './callers'

type Callers = { own: ReturnType<typeof ownCaller>; plain: Caller }
type Target = { title: string; run: (callers: Callers) => Promise<string> }

/** What `measure-memory.ts` can measure. */
export const memoryTargets = {
  large: {
    title: '10 MiB, undici',
    run: async ({ plain }) => {
      await plain.call('/large')
      return 'read'
    },
  },
  bomb: {
    title: 'endless gzip, lib/http with its limit of 10 MiB',
    run: ({ own }) => explode(own),
  },
  bombs: {
    title: 'ten of them at once',
    run: async ({ own }) => {
      const outcomes = await Promise.all(Array.from({ length: 10 }, () => explode(own)))
      return [...new Set(outcomes)].join(', ')
    },
  },
} satisfies Record<string, Target>

export type MemoryTarget = keyof typeof memoryTargets

async function explode(own: Callers['own']): Promise<string> {
  const outcome = await own.call('/bomb')
  return outcome.ok ? 'accepted' : outcome.failure.code
}
