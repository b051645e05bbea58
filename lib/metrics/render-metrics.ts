import { sql } from 'drizzle-orm'
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import type { Database } from '@/db/client'
import { log } from '@/lib/log'
import { histogramTexts, metrics } from './metrics'

/** Everything that this process knows of itself and of the queue, as Prometheus reads it. */
export async function renderMetrics(db: Database): Promise<string> {
  const counted = metrics()
  // From the first time on that somebody asks: they watch the event loop and the garbage collector.
  if (!counted.registry.getSingleMetric('process_cpu_seconds_total')) {
    collectDefaultMetrics({ register: counted.registry })
  }
  const texts = await Promise.all([counted.registry.metrics(), databaseMetrics(db)])
  return [...texts, ...histogramTexts(counted)].join('\n')
}

async function databaseMetrics(db: Database): Promise<string> {
  const registry = new Registry()
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers: [registry] })
  const connections = new Gauge({
    name: 'sluice_db_pool_connections',
    help: 'Connections of this process, by the role that they are for, and who waits for one.',
    labelNames: ['pool', 'state'],
    registers: [registry],
  })
  for (const [pool, counts] of Object.entries({
    app: db.$client,
    runs: metrics().runsPools.get(db.$client),
  })) {
    if (!counts) continue
    connections.set({ pool, state: 'total' }, counts.totalCount)
    connections.set({ pool, state: 'idle' }, counts.idleCount)
    connections.set({ pool, state: 'waiting' }, counts.waitingCount)
  }
  const up = gauge('sluice_database_up', 'Whether the database answered.')
  try {
    const queue = await readQueue(db)
    const shared = 'The same from every process.'
    gauge('sluice_queue_depth', `Runs that nobody has taken up yet. ${shared}`).set(queue.depth)
    gauge('sluice_queue_oldest_seconds', `How long the first of them has stood there. ${shared}`).set(
      queue.oldestSeconds,
    )
    gauge('sluice_runs_suspended', `Runs in a delay or before another attempt. ${shared}`).set(
      queue.suspended,
    )
    up.set(1)
  } catch (err) {
    // A scrape is worth most when something is wrong, so it says what it can.
    log.warn({ err }, 'the queue could not be measured')
  }
  return registry.metrics()
}

type Queue = { depth: number; oldestSeconds: number; suspended: number }

async function readQueue(db: Database): Promise<Queue> {
  return db.transaction(async (tx) => {
    await tx.execute(sql`select set_config('app.sweep', 'on', true)`)
    const { rows } = await tx.execute<Queue>(sql`
      select count(*) filter (where ready)::int as depth,
        greatest(extract(epoch from now() - min(since) filter (where ready)), 0)::float8 as "oldestSeconds",
        count(*) filter (where suspended_until > now())::int as suspended
      from (
        select suspended_until, coalesce(suspended_until, created_at) as since,
          status = 'queued' and coalesce(suspended_until <= now(), true) as ready
        from runs where status in ('queued', 'running')
      ) unfinished`)
    return rows[0] ?? { depth: 0, oldestSeconds: 0, suspended: 0 }
  })
}
