import type { Benchmark } from '../benchmark'
import { inTurns, medianOf } from '../by-turns'
import { placement } from '../cores'
import { orderFlow } from '../flows'
import type { LoadResult } from '../measure-load'
import { figure, ratio } from '../print-table'
import type { Sluice } from '../start-sluice'
import { type Servers, withServers } from '../with-servers'

const sizes = {
  small: { title: '10 endpoints, 1 stored run', endpoints: 10, runs: 1 },
  endpoints: { title: '10,000 endpoints, 1 stored run', endpoints: 10_000, runs: 1 },
  runs: { title: '10 endpoints, 100,000 stored runs', endpoints: 10, runs: 100_000 },
}
type Name = keyof typeof sizes

/** Whether runs get slower when there is more of everything. */
export const growth: Benchmark = {
  name: 'growth',
  needsServers: true,
  run: (options) =>
    withServers(options, async (servers) => {
      const { isQuick } = options
      const targets = {} as Record<Name, () => Promise<LoadResult>>
      const times = isQuick ? { warmUpMs: 50, measureMs: 150 } : { warmUpMs: 500, measureMs: 3_000 }
      for (const [name, { endpoints, runs }] of Object.entries(sizes)) {
        const sluice = await startFilled(servers, isQuick ? Math.min(endpoints, 100) : endpoints)
        const order = sluice.runOrder(await sluice.publish((endpointId) => orderFlow(endpointId)))
        await servers.load.measure({ ...order, concurrency: 1, warmUpMs: 0, measureMs: 0 })
        const filledAt = await fillRuns(sluice, isQuick ? Math.min(runs, 1_000) : runs)
        targets[name as Name] = async () => {
          await forgetRunsSince(sluice, filledAt)
          return servers.load.measure({ ...order, ...times, concurrency: 50 })
        }
      }
      const results = await inTurns(isQuick ? 1 : 3, targets)
      const perSecond = (name: Name) => medianOf(results[name], (result) => result.perSecond)
      return {
        title: `Runs with one call, 50 callers, before and after growing; ${placement(options.cores)}`,
        columns: ['', 'per second', 'of the first', 'median ms'],
        rows: (Object.keys(sizes) as Name[]).map((name) => [
          sizes[name].title,
          figure(perSecond(name)),
          ratio(perSecond(name), perSecond('small')),
          figure(medianOf(results[name], (result) => result.medianMs)),
        ]),
      }
    }),
}

/** With copies of its endpoint. Their secrets would not open, being bound to the first; nobody asks them to. */
async function startFilled({ startSluice }: Servers, endpoints: number): Promise<Sluice> {
  const sluice = await startSluice()
  await sluice.query(
    `insert into endpoints ${copyOf('endpoints', `'id', gen_random_uuid(), 'name', 'Copy ' || number`)}
     from (select * from endpoints limit 1) one, generate_series(2, $1::int) number`,
    [endpoints],
  )
  await sluice.query(
    `insert into endpoint_secrets ${copyOf('endpoint_secrets', `'endpoint_id', e.id`)}
     from endpoints e, (select * from endpoint_secrets limit 1) one where e.id <> one.endpoint_id`,
  )
  await sluice.query('analyze')
  return sluice
}

/**
 * So many runs with their steps, copies of the only one, as if they had been made over the last days.
 * @returns a time after them
 */
async function fillRuns(sluice: Sluice, count: number): Promise<Date> {
  await sluice.query(`
    create temporary table one as select * from runs where status = 'succeeded' limit 1;
    create temporary table one_step as
      select s.* from run_steps s join one on s.organization_id = one.organization_id and s.run_id = one.id;
    create temporary table copies as
      select uuidv7(number * interval '-10 s') as id, now() - number * interval '10 s' as created_at
      from generate_series(1, ${count}) number;
    truncate runs cascade;
    insert into runs ${copyOf('runs', `'id', copies.id, 'created_at', copies.created_at`)} from one, copies
      order by copies.id;
    insert into run_steps ${copyOf('run_steps', `'run_id', copies.id`)} from one_step one, copies
      order by copies.id`)
  await tidy(sluice)
  // Days ago they would be on the disk by now, and not be written while something else is measured.
  await sluice.query('checkpoint')
  return new Date()
}

/** Leaves the copies, and none of the runs that were measured. */
async function forgetRunsSince(sluice: Sluice, time: Date): Promise<void> {
  await sluice.query('delete from runs where created_at >= $1', [time])
  await tidy(sluice)
}

async function tidy(sluice: Sluice): Promise<void> {
  await sluice.query('vacuum analyze runs')
  await sluice.query('vacuum analyze run_steps')
}

/** Selects rows of a table that are like the row `one`, but for what is named, whatever columns there are. */
function copyOf(table: string, changes: string): string {
  return `select (jsonb_populate_record(null::${table}, to_jsonb(one) || jsonb_build_object(${changes}))).*`
}
