import type { Benchmark } from '../benchmark'
import { inTurns, medianOf } from '../by-turns'
import { placement } from '../cores'
import { orderFlow } from '../flows'
import { getOrder, type LoadOrder, type LoadResult } from '../measure-load'
import { figure, ratio } from '../print-table'
import { cpuMsOf, treeOf } from '../process-tree'
import { type Servers, withServers } from '../with-servers'

/** The most first: whatever a server compiles once it is used often is compiled by the time of one at once. */
const concurrencies = [50, 10, 1]
const names = {
  api: 'the API itself',
  plain: 'plain Node server with undici',
  next: 'bare Next route handler',
  storing: 'plain server that stores the same',
  sluice: 'Sluice, run and steps stored',
}
type Name = keyof typeof names

/**
 * One call with a bearer token: by itself, through the least there is, stored or not, and as a saved run of
 * a flow.
 */
export const runs: Benchmark = {
  name: 'runs',
  needsServers: true,
  run: (options) =>
    withServers(options, async (servers) => {
      const targets = await startTargets(servers)
      const rows: string[][] = []
      for (const concurrency of concurrencies) {
        const times = options.isQuick
          ? { warmUpMs: 50, measureMs: 150 }
          : { warmUpMs: 1_000, measureMs: 3_000 }
        const measured = Object.entries(targets).map(([name, target]) => {
          return [name, () => target({ concurrency, ...times })] as const
        })
        const results = await inTurns<Name, Result>(
          options.isQuick ? 1 : 3,
          Object.fromEntries(measured) as Record<Name, () => Promise<Result>>,
        )
        rows.unshift(...rowsOf(concurrency, results))
      }
      return {
        title: `Runs with one call over kept connections; ${placement(options.cores)}`,
        columns: [
          ...['', 'at once', 'per second', 'of plain', 'of Next'],
          ...['median ms', '99 % ms', 'ms over plain', 'CPU ms each, with Postgres'],
        ],
        rows,
      }
    }),
}

type Times = Pick<LoadOrder, 'concurrency' | 'warmUpMs' | 'measureMs'>
type Result = LoadResult & { cpuMs: number }

async function startTargets({ load, api, ...servers }: Servers) {
  const plain = await servers.startPlainServer()
  const next = await servers.startNextRoute()
  const sluice = await servers.startSluice()
  const flowId = await sluice.publish((endpointId) => orderFlow(endpointId))
  const run = sluice.runOrder(flowId)
  const storing = await servers.startStoringServer(sluice, flowId)
  const headers = { authorization: `Bearer ${api.token}` }
  let answered = 1 // the run that the others are copies of

  async function measure(order: Omit<LoadOrder, keyof Times>, times: Times, pids: () => number[]) {
    const before = cpuMsOf(pids())
    const result = await load.measure({ ...order, ...times })
    return { ...result, cpuMs: (cpuMsOf(pids()) - before) / result.answers }
  }

  /** Every answer is of a run that is stored by then. */
  async function measureStored(...asked: Parameters<typeof measure>) {
    const result = await measure(...asked)
    answered += result.answers
    const [stored] = await sluice.query<{ runs: number }>(
      `select count(*)::int as runs from runs where status = 'succeeded' and finished_at is not null`,
    )
    if (stored?.runs !== answered) {
      throw new Error(`${answered} runs were answered, and ${stored?.runs} are stored as succeeded`)
    }
    return result
  }

  return {
    api: (times: Times) => measure({ ...getOrder, origin: api.origin, headers }, times, () => []),
    plain: (times: Times) => measure({ ...getOrder, origin: plain.origin }, times, () => treeOf(plain.pid)),
    next: (times: Times) => measure({ ...getOrder, origin: next.origin }, times, () => treeOf(next.pid)),
    storing: (times: Times) =>
      measureStored({ ...run, origin: storing.origin }, times, () => [
        ...treeOf(storing.pid),
        ...sluice.processes().postgres,
      ]),
    sluice: (times: Times) => measureStored(run, times, () => Object.values(sluice.processes()).flat()),
  } satisfies Record<Name, (times: Times) => Promise<Result>>
}

function rowsOf(concurrency: number, results: Record<Name, Result[]>): string[][] {
  const of = (name: Name, pick: (result: Result) => number) => medianOf(results[name], pick)
  const perSecond = (name: Name) => of(name, (result) => result.perSecond)
  const medianMs = (name: Name) => of(name, (result) => result.medianMs)
  return (Object.keys(names) as Name[]).map((name) => {
    const cpuMs = of(name, (result) => result.cpuMs)
    return [
      ...[names[name], String(concurrency), figure(perSecond(name))],
      ratio(perSecond(name), perSecond('plain')),
      ratio(perSecond(name), perSecond('next')),
      figure(medianMs(name)),
      figure(of(name, (result) => result.p99Ms)),
      figure(medianMs(name) - medianMs('plain')),
      cpuMs > 0 ? figure(cpuMs) : '–',
    ]
  })
}
