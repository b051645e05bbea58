import type { Benchmark } from '../benchmark'
import { byTurns, median } from '../by-turns'
import { type Caller, ownCaller, plainCaller } from '../callers'
import { figure, ratio } from '../print-table'

const concurrencies = [1, 10, 50]

/** What the egress policy, the limits and the timers add to a request over a kept connection. */
export const requests: Benchmark = {
  name: 'requests',
  async run({ isQuick, upstream }) {
    const rows: string[][] = []
    for (const concurrency of concurrencies) {
      const count = isQuick ? concurrency * 4 : 1_500 + concurrency * 70
      const callers = { plain: plainCaller(upstream), own: ownCaller(upstream) }
      const latencies = { plain: [] as number[], own: [] as number[] }
      const figures = await byTurns(isQuick ? 1 : 5, {
        plain: () => throughput(callers.plain, count, concurrency, latencies.plain),
        own: () => throughput(callers.own, count, concurrency, latencies.own),
      })
      await Promise.all([callers.plain.close(), callers.own.close()])
      const typical = (all: number[]) => median(all.sort((a, b) => a - b))
      rows.push([
        String(concurrency),
        figure(median(figures.plain)),
        figure(median(figures.own)),
        ratio(median(figures.own), median(figures.plain)),
        figure(typical(latencies.plain)),
        figure(typical(latencies.own)),
      ])
    }
    return {
      title: 'Requests to one upstream on this machine, over kept connections',
      columns: [
        'at once',
        'undici, requests/s',
        'lib/http, requests/s',
        'ratio',
        'undici, median ms',
        'lib/http, median ms',
      ],
      rows,
    }
  },
}

/** @returns requests per second; adds how long each took to `latencies` */
async function throughput(
  { call }: Pick<Caller, 'call'>,
  count: number,
  concurrency: number,
  latencies: number[],
): Promise<number> {
  const startedAt = performance.now()
  let left = count
  const caller = async () => {
    while (left-- > 0) {
      const sentAt = performance.now()
      await call('/json')
      latencies.push(performance.now() - sentAt)
    }
  }
  await Promise.all(Array.from({ length: concurrency }, caller))
  return (count * 1_000) / (performance.now() - startedAt)
}
