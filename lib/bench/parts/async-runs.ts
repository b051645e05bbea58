import { setTimeout as sleep } from 'node:timers/promises'
import type { Benchmark } from '../benchmark'
import { inTurns, median, medianOf } from '../by-turns'
import { placement } from '../cores'
import { orderFlow } from '../flows'
import { getOrder, type Load, type LoadOrder } from '../measure-load'
import { figure, ratio } from '../print-table'
import type { Sluice } from '../start-sluice'
import { type Servers, withServers } from '../with-servers'

const workerCounts = [1, 2] as const

/** Runs that are accepted at once and executed by worker processes. */
export const asyncRuns: Benchmark = {
  name: 'async',
  needsServers: true,
  run: (options) =>
    withServers(options, async (servers) => {
      const { isQuick } = options
      const rows: string[][] = []
      const plain = await servers.startPlainServer()
      const targets: Record<string, Target> = {}
      for (const count of workerCounts) targets[count] = await startTarget(servers, count)
      // For some seconds a process is slower than it will ever be again.
      for (const target of Object.values(targets)) await sustain(servers.load, target, isQuick ? 100 : 12_000)
      const times = isQuick ? { warmUpMs: 50, measureMs: 150 } : { warmUpMs: 1_000, measureMs: 2_000 }
      const measured = Object.entries(targets).map(([count, target]) => {
        return [count, () => sustain(servers.load, target, isQuick ? 200 : 4_000)] as const
      })
      const results = await inTurns<string, Sustained>(isQuick ? 1 : 3, {
        async plain() {
          const order = { ...getOrder, origin: plain.origin, concurrency: 50, ...times }
          const { perSecond } = await servers.load.measure(order)
          return { accepted: perSecond, finished: perSecond }
        },
        ...Object.fromEntries(measured),
      })
      const plainly = medianOf(results.plain ?? [], (result) => result.finished)
      for (const [count, target] of Object.entries(targets)) {
        const pickUps = await pickUpTimes(target, isQuick ? 3 : 40)
        const finished = medianOf(results[count] ?? [], (result) => result.finished)
        rows.push([
          count,
          figure(medianOf(results[count] ?? [], (result) => result.accepted)),
          figure(finished),
          ratio(finished, plainly),
          figure(median(pickUps)),
          figure(pickUps.at(-1) ?? Number.NaN),
        ])
      }
      return {
        title: `Asynchronous runs with one call, 50 callers; ${placement(options.cores)}`,
        columns: [
          ...['worker processes', 'accepted/s', 'done/s, from first in to last out', 'of plain'],
          ...['idle pick-up, median ms', 'longest ms'],
        ],
        rows,
      }
    }),
}

type Target = { sluice: Sluice; order: Omit<LoadOrder, 'concurrency' | 'warmUpMs' | 'measureMs'> }

async function startTarget(servers: Servers, workers: number): Promise<Target> {
  const sluice = await servers.startSluice({ WORKERS: '0' })
  for (let worker = 0; worker < workers; worker++) await servers.startWorker(sluice)
  const run = sluice.runOrder(await sluice.publish((endpointId) => orderFlow(endpointId)))
  const order = { ...run, headers: { ...run.headers, prefer: 'respond-async' }, status: 202 }
  return { sluice, order }
}

type Sustained = { accepted: number; finished: number }

/** Everything that the callers could get accepted is executed to its end, and both are in the time. */
async function sustain(load: Load, { sluice, order }: Target, measureMs: number): Promise<Sustained> {
  const since = new Date()
  const accepted = await load.measure({ ...order, concurrency: 50, warmUpMs: 0, measureMs })
  await untilAllEnded(sluice)
  const [done] = await sluice.query<{ runs: number; seconds: number }>(
    `select count(*)::int as runs, extract(epoch from max(finished_at) - min(created_at))::float8 as seconds
     from runs where created_at >= $1 and status = 'succeeded'`,
    [since],
  )
  if (!done || done.runs !== accepted.answers) {
    throw new Error(`${accepted.answers} runs were accepted, and ${done?.runs} have succeeded`)
  }
  return { accepted: accepted.perSecond, finished: done.runs / done.seconds }
}

/** Milliseconds from a run's being stored until a worker has it, while nothing else is going on. */
async function pickUpTimes({ sluice, order }: Target, times: number): Promise<number[]> {
  const since = new Date()
  for (let time = 0; time < times; time++) {
    // Never at the same moment of whatever goes round in the worker.
    await sleep(150 + Math.random() * 350)
    const { origin, path, method, headers, body } = order
    const response = await fetch(origin + path, { method, headers, body })
    await response.arrayBuffer()
    await untilAllEnded(sluice)
  }
  const rows = await sluice.query<{ ms: number }>(
    `select extract(epoch from started_at - created_at)::float8 * 1000 as ms from runs
     where created_at >= $1 order by ms`,
    [since],
  )
  return rows.map(({ ms }) => ms)
}

const giveUpAfterMs = 120_000

async function untilAllEnded(sluice: Sluice): Promise<void> {
  const giveUpAt = performance.now() + giveUpAfterMs
  for (;;) {
    const [left] = await sluice.query<{ runs: number }>(
      `select count(*)::int as runs from runs where status in ('queued', 'running')`,
    )
    if (left?.runs === 0) return
    if (performance.now() > giveUpAt) throw new Error(`${left?.runs} runs have not ended in two minutes`)
    await sleep(20)
  }
}
