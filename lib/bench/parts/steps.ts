import type { Benchmark } from '../benchmark'
import { inTurns, medianOf } from '../by-turns'
import { placement } from '../cores'
import { orderFlow } from '../flows'
import type { LoadOrder, LoadResult } from '../measure-load'
import { figure, ratio } from '../print-table'
import { withServers } from '../with-servers'

const flows = {
  call: { title: 'one call', calls: 1, steps: 0 },
  calls: { title: 'two calls', calls: 2, steps: 0 },
  step1: { title: 'one call, 1 step', calls: 1, steps: 1 },
  step10: { title: 'one call, 10 steps', calls: 1, steps: 10 },
  step100: { title: 'one call, 100 steps', calls: 1, steps: 100 },
}
type Name = keyof typeof flows

/** What steps cost that call nothing, against a second call. */
export const steps: Benchmark = {
  name: 'steps',
  needsServers: true,
  run: (options) =>
    withServers(options, async ({ load, startSluice }) => {
      const { isQuick } = options
      const sluice = await startSluice()
      const orders = {} as Record<Name, Omit<LoadOrder, 'concurrency' | 'warmUpMs' | 'measureMs'>>
      for (const [name, shape] of Object.entries(flows)) {
        orders[name as Name] = sluice.runOrder(await sluice.publish((id) => orderFlow(id, shape)))
      }
      const times = isQuick ? { warmUpMs: 50, measureMs: 150 } : { warmUpMs: 500, measureMs: 2_000 }
      const measureAll = (concurrency: number) => {
        const targets = Object.entries(orders).map(([name, order]) => {
          return [name, () => load.measure({ ...order, ...times, concurrency })] as const
        })
        return inTurns<Name, LoadResult>(
          isQuick ? 1 : 3,
          Object.fromEntries(targets) as Record<Name, () => Promise<LoadResult>>,
        )
      }
      const alone = await measureAll(1)
      const together = await measureAll(10)
      const medianMs = (name: Name) => medianOf(alone[name], (result) => result.medianMs)
      // With more callers than the server can serve at once, the time that each run takes from it.
      const shareMs = (name: Name) => 1_000 / medianOf(together[name], (result) => result.perSecond)
      const call = { alone: medianMs('calls') - medianMs('call'), share: shareMs('calls') - shareMs('call') }
      return {
        title: `Steps that call nothing (variables and conditions by turns); ${placement(options.cores)}`,
        columns: [
          ...['', 'alone, median ms', 'more than one call', 'in second calls'],
          ...['ten at once, ms each', 'more than one call', 'in second calls'],
        ],
        rows: (Object.keys(flows) as Name[]).map((name) => [
          flows[name].title,
          ...[figure(medianMs(name)), figure(medianMs(name) - medianMs('call'))],
          ratio(medianMs(name) - medianMs('call'), call.alone),
          ...[figure(shareMs(name)), figure(shareMs(name) - shareMs('call'))],
          ratio(shareMs(name) - shareMs('call'), call.share),
        ]),
      }
    }),
}
