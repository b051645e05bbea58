import type { Benchmark } from '../benchmark'
import { inTurns, medianOf } from '../by-turns'
import { placement } from '../cores'
import { orderFlow } from '../flows'
import type { LoadOrder, LoadResult } from '../measure-load'
import { figure, ratio } from '../print-table'
import { type Servers, withServers } from '../with-servers'

const concurrencies = [1, 10, 50]
const names = {
  api: 'the API itself',
  plain: 'plain Node server with undici',
  next: 'bare Next route handler',
  sluice: 'Sluice, run and steps stored',
}
type Name = keyof typeof names

/** One call with a bearer token: by itself, through the least there is, and as a saved run of a flow. */
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
        const results = await inTurns<Name, LoadResult>(
          options.isQuick ? 1 : 3,
          Object.fromEntries(measured) as Record<Name, () => Promise<LoadResult>>,
        )
        rows.push(...rowsOf(concurrency, results))
      }
      return {
        title: `Runs with one call over kept connections; ${placement(options.cores)}`,
        columns: [
          ...['', 'at once', 'per second', 'of plain', 'of Next'],
          ...['median ms', '99 % ms', 'ms over plain'],
        ],
        rows,
      }
    }),
}

type Times = Pick<LoadOrder, 'concurrency' | 'warmUpMs' | 'measureMs'>

async function startTargets({ load, api, ...servers }: Servers) {
  const get = { path: '/order', method: 'GET', headers: {}, body: null, status: 200 } as const
  const plain = await servers.startPlainServer()
  const next = await servers.startNextRoute()
  const sluice = await servers.startSluice()
  const run = sluice.runOrder(await sluice.publish((endpointId) => orderFlow(endpointId)))
  const headers = { authorization: `Bearer ${api.token}` }
  let answered = 0
  return {
    api: (times: Times) => load.measure({ ...get, origin: api.origin, headers, ...times }),
    plain: (times: Times) => load.measure({ ...get, origin: plain, ...times }),
    next: (times: Times) => load.measure({ ...get, origin: next, ...times }),
    async sluice(times: Times) {
      const result = await load.measure({ ...run, ...times })
      answered += result.answers
      const [stored] = await sluice.query<{ runs: number }>(
        `select count(*)::int as runs from runs where status = 'succeeded' and finished_at is not null`,
      )
      if (stored?.runs !== answered) {
        throw new Error(`${answered} runs were answered, and ${stored?.runs} are stored as succeeded`)
      }
      return result
    },
  } satisfies Record<Name, (times: Times) => Promise<LoadResult>>
}

function rowsOf(concurrency: number, results: Record<Name, LoadResult[]>): string[][] {
  const perSecond = (name: Name) => medianOf(results[name], (result) => result.perSecond)
  const medianMs = (name: Name) => medianOf(results[name], (result) => result.medianMs)
  return (Object.keys(names) as Name[]).map((name) => [
    names[name],
    String(concurrency),
    figure(perSecond(name)),
    ratio(perSecond(name), perSecond('plain')),
    ratio(perSecond(name), perSecond('next')),
    figure(medianMs(name)),
    figure(medianOf(results[name], (result) => result.p99Ms)),
    figure(medianMs(name) - medianMs('plain')),
  ])
}
