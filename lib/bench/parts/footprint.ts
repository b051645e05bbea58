import type { Benchmark } from '../benchmark'
import { inTurns, medianOf } from '../by-turns'
import { orderFlow } from '../flows'
import { memoryOf, treeOf } from '../process-tree'
import { figure } from '../print-table'
import { type Servers, withServers } from '../with-servers'

const mebibyte = 1024 * 1024

type Footprint = { firstMs: number; readyMs: number; idle: Parts; loaded: Parts }
type Parts = { web: number; worker: number; postgres: number }

/** What the whole product takes of the machine: a web process, a worker process and its Postgres. */
export const footprint: Benchmark = {
  name: 'footprint',
  needsServers: true,
  async run(options) {
    const { isQuick } = options
    const { product } = await inTurns(isQuick ? 1 : 3, {
      product: () => withServers(options, (servers) => measure(servers, isQuick ? 150 : 5_000)),
    })
    const row = (state: 'idle' | 'loaded', title: string) => {
      const of = (part: (parts: Parts) => number) =>
        figure(medianOf(product, (all) => part(all[state])) / mebibyte)
      return [
        title,
        of(({ web }) => web),
        of(({ worker }) => worker),
        of(({ postgres }) => postgres),
        of(({ web, worker, postgres }) => web + worker + postgres),
      ]
    }
    const ready = figure(medianOf(product, ({ readyMs }) => readyMs))
    const readyFirst = figure(medianOf(product, ({ firstMs }) => firstMs))
    return {
      title: `Memory in MiB, shared pages counted once; built, it is ready ${ready} ms after its start, ${readyFirst} ms with the database to make`,
      columns: ['', 'web', 'worker', 'Postgres', 'together'],
      rows: [row('idle', 'idle'), row('loaded', 'after runs of 50 callers')],
    }
  },
}

async function measure({ startSluice, startWorker, load }: Servers, measureMs: number): Promise<Footprint> {
  const sluice = await startSluice({ WORKERS: '0' })
  const worker = await startWorker(sluice)
  const look = (): Parts => {
    const { web, postgres } = sluice.processes()
    return { web: memoryOf(web), worker: memoryOf(treeOf(worker.pid)), postgres: memoryOf(postgres) }
  }
  const order = sluice.runOrder(await sluice.publish((endpointId) => orderFlow(endpointId)))
  const idle = look()
  await load.measure({ ...order, concurrency: 50, warmUpMs: 0, measureMs })
  const loaded = look()
  await worker.stop() // or the database would stay up for it
  return { firstMs: sluice.readyMs, readyMs: await sluice.restart(), idle, loaded }
}
