import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { clusterPaths } from '@/lib/cli/embedded-postgres/create-cluster'
import { startEmbeddedPostgres } from '@/lib/cli/embedded-postgres/start-embedded-postgres'
import { checkRuns } from './check-runs'
import { createLab, type Lab, type LabAnswer, type LabProcess, shiftedClock } from './crash-lab'

/**
 * Hours of crashes, by hand: `node --import tsx lib/runs/testing/run-crash-lab.ts <data directory> <scenario>…`.
 * Prints what was done and what the checker found.
 */
const [dataDir = '.data-lab', ...names] = process.argv.slice(2)
const { url, keepRunning } = await startEmbeddedPostgres({ dataDir, settings: { max_connections: '300' } })
keepRunning(() => {})

const kinds = ['sync', 'async'] as const
const flowNames = ['get', 'post', 'mixed', 'delayed', 'retried']

type Fleet = { webs: LabProcess[]; workers: LabProcess[] }

/** Calls that never stop coming, until `stop`. */
function startLoad(lab: Lab, fleet: Fleet, callers: number, ms: () => number, pauseMs = 0) {
  const answers: LabAnswer[] = []
  let isStopped = false
  const one = async (index: number) => {
    for (let count = index; !isStopped; count++) {
      const web = fleet.webs[count % fleet.webs.length]
      if (!web) return
      const answer = await lab.run(web, flowNames[count % 5] ?? 'get', kinds[(count >> 2) % 2] ?? 'sync', {
        ms: ms(),
      })
      answers.push(answer)
      await sleep(answer.status === 0 ? 100 : pauseMs)
    }
  }
  const done = Promise.all(Array.from({ length: callers }, (_, index) => one(index)))
  return {
    answers,
    async stop() {
      isStopped = true
      await done
    },
  }
}

/** Resolves at the next event of the upstream, or notice of the database. */
const points = {
  'after insert': (lab: Lab) => noticed(lab, 'sluice_queue'),
  'after claim': (lab: Lab) => noticed(lab, 'sluice_runs'),
  'after connect': (lab: Lab) => once(lab.upstream.events, 'connected'),
  'after request sent': (lab: Lab) => once(lab.upstream.events, 'hit'),
  'mid body': (lab: Lab) => once(lab.upstream.events, 'half'),
  'after body': (lab: Lab) => once(lab.upstream.events, 'answered'),
  'after store': (lab: Lab) => noticed(lab, 'audit'),
}

async function noticed(lab: Lab, channel: string): Promise<void> {
  const client = new pg.Client({ connectionString: lab.owner.options.connectionString })
  await client.connect()
  await client.query(`listen ${channel}`)
  await once(client, 'notification')
  await client.end()
}

async function start(lab: Lab, webs: number, workers: number, env = {}): Promise<Fleet> {
  const fleet: Fleet = { webs: [], workers: [] }
  for (let i = 0; i < webs; i++) fleet.webs.push(await lab.startWeb(env))
  for (let i = 0; i < workers; i++) fleet.workers.push(await lab.startWorker(env))
  return fleet
}

function reapply(list: LabProcess[], old: LabProcess, fresh: LabProcess) {
  list[list.indexOf(old)] = fresh
}

async function killing(lab: Lab, signal: NodeJS.Signals, times: number) {
  const fleet = await start(lab, 2, 2)
  const load = startLoad(lab, fleet, 30, () => Math.random() * 300)
  let kills = 0
  const counts: Record<string, number> = {}
  for (let i = 0; i < times; i++) {
    for (const [point, reached] of Object.entries(points)) {
      for (const list of [fleet.webs, fleet.workers]) {
        const victim = list[i % 2]
        if (!victim) continue
        await Promise.race([reached(lab), sleep(3_000)])
        victim.child.kill(signal)
        kills++
        counts[point] = (counts[point] ?? 0) + 1
        await victim.exited
        reapply(list, victim, await (list === fleet.webs ? lab.startWeb() : lab.startWorker()))
      }
    }
  }
  await load.stop()
  return { load, facts: { kills, ...counts } }
}

async function pausing(lab: Lab, times: number) {
  const fleet = await start(lab, 2, 2)
  const load = startLoad(lab, fleet, 30, () => Math.random() * 300, 100)
  let pauses = 0
  const pause = async (list: LabProcess[], index: number) => {
    for (let i = 0; i < times; i++) {
      const reached = Object.values(points)[(i + index) % 7] as (lab: Lab) => Promise<unknown>
      await Promise.race([reached(lab), sleep(3_000)])
      list[index]?.child.kill('SIGSTOP')
      pauses++
      await sleep(40_000)
      list[index]?.child.kill('SIGCONT')
      await sleep(3_000 + Math.random() * 5_000)
    }
  }
  // One web and one worker stay.
  await Promise.all([pause(fleet.webs, 0), pause(fleet.workers, 0)])
  await load.stop()
  return { load, facts: { pauses } }
}

/** The postmaster and all that it forked. */
function databaseProcesses(): number[] {
  const [pid] = readFileSync(`${clusterPaths(`${dataDir}/postgres`).data}/postmaster.pid`, 'utf8').split('\n')
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')
  return [pid ?? '', ...children].map(Number)
}

async function databaseAway(lab: Lab, how: 'stopped' | 'restarted' | 'down', times: number) {
  const fleet = await start(lab, 2, 2)
  const load = startLoad(lab, fleet, 20, () => 500 + Math.random() * 2000)
  const back: number[] = []
  for (let i = 0; i < times; i++) {
    await sleep(5_000)
    const pids = databaseProcesses()
    if (how === 'stopped') {
      for (const pid of pids) process.kill(pid, 'SIGSTOP')
      await sleep(30_000)
      for (const pid of pids.reverse()) process.kill(pid, 'SIGCONT')
    } else {
      process.kill(pids[0] ?? 0, how === 'restarted' ? 'SIGINT' : 'SIGQUIT')
      await sleep(100)
      for (;;) {
        try {
          await lab.owner.query('select')
          break
        } catch {
          await sleep(50)
        }
      }
    }
    const from = Date.now()
    for (const web of fleet.webs) {
      while ((await lab.run(web, 'get', 'sync')).status !== 200) await sleep(50)
    }
    back.push(Date.now() - from)
  }
  await load.stop()
  const alive = [...fleet.webs, ...fleet.workers].every(({ child }) => child.exitCode === null)
  return {
    load,
    facts: { back, alive, logs: [...fleet.webs, ...fleet.workers].map(({ log }) => log().length) },
  }
}

async function shifted(lab: Lab) {
  const fleet = await start(lab, 1, 1)
  fleet.webs.push(
    await lab.startWeb(shiftedClock(10 * 60_000)),
    await lab.startWeb(shiftedClock(-10 * 60_000)),
  )
  fleet.workers.push(
    await lab.startWorker(shiftedClock(10 * 60_000)),
    await lab.startWorker(shiftedClock(-10 * 60_000)),
  )
  const load = startLoad(lab, fleet, 20, () => Math.random() * 200)
  await sleep(60_000)
  await load.stop()
  return { load, facts: {} }
}

async function manyAsync(lab: Lab, count: number) {
  const fleet = await start(lab, 1, 2)
  const answers: LabAnswer[] = []
  let isOver = false
  let kills = 0
  const killer = (async () => {
    while (!isOver) {
      const victim = fleet.workers[kills % 2]
      await sleep(1_000 + Math.random() * 2_000)
      victim?.child.kill('SIGKILL')
      kills++
      if (victim) reapply(fleet.workers, victim, await lab.startWorker())
    }
  })()
  const [web] = fleet.webs
  const from = Date.now()
  let left = count
  await Promise.all(
    Array.from({ length: 50 }, async () => {
      while (left-- > 0) answers.push(await lab.run(web as LabProcess, 'post', 'async'))
    }),
  )
  const acceptedMs = Date.now() - from
  for (;;) {
    const { rows } = await lab.owner.query(`select count(*)::int as open from runs where finished_at is null`)
    if (rows[0].open < 100) break
    await sleep(500)
  }
  const executedMs = Date.now() - from
  isOver = true
  await killer
  return { load: { answers }, facts: { kills, acceptedMs, executedMs } }
}

async function oneKey(lab: Lab) {
  const fleet = await start(lab, 2, 1)
  const answers: LabAnswer[] = []
  const facts: Record<string, unknown> = {}
  for (let round = 0; round < 20; round++) {
    const got = await Promise.all(
      Array.from({ length: 50 }, (_, i) =>
        lab.run(
          fleet.webs[i % 2] as LabProcess,
          'mixed',
          'sync',
          { ms: 20 },
          { 'idempotency-key': `key-${round}` },
        ),
      ),
    )
    answers.push(...got)
    const ids = new Set(got.map(({ body }) => body?.id))
    const statuses = [...new Set(got.map(({ status, body }) => `${status} ${body?.status}`))]
    if (ids.size !== 1 || statuses.length !== 1) facts[`round ${round}`] = { ids: ids.size, statuses }
  }
  facts.hits = lab.upstream.hits.length
  return { load: { answers }, facts }
}

async function canceling(lab: Lab) {
  const fleet = await start(lab, 2, 2)
  const answers: LabAnswer[] = []
  const slow: number[] = []
  const notCanceled: string[] = []
  const closedAfter: number[] = []
  const one = async (flow: string, ms: number, afterMs: number) => {
    const web = fleet.webs[Math.random() < 0.5 ? 0 : 1] as LabProcess
    const other = fleet.webs[Math.random() < 0.5 ? 0 : 1] as LabProcess
    const answer = await lab.run(web, flow, 'async', { ms })
    const id = answer.body?.id ?? ''
    answers.push(answer)
    await sleep(afterMs)
    const from = Date.now()
    const closed = once(lab.upstream.events, 'closed', { signal: AbortSignal.timeout(5_000) }).catch(
      () => null,
    )
    void closed
    const canceled = (await lab.call(other, 'POST', `/runs/${id}/cancel`, {})) as {
      status: number
      body: { status: string; finishedAt: string | null }
    }
    const wasOver = canceled.body.status !== 'running' && canceled.body.status !== 'canceled'
    for (;;) {
      const { rows } = await lab.owner.query(`select status, finished_at from runs where id = $1`, [id])
      if (rows[0].finished_at) {
        if (!wasOver && rows[0].status !== 'canceled') notCanceled.push(`${id} ${flow} ${rows[0].status}`)
        break
      }
      await sleep(10)
    }
    const took = Date.now() - from
    closedAfter.push(took)
    if (took > 1_000) slow.push(took)
    await sleep(1_500)
    const { rows } = await lab.owner.query(`select status from runs where id = $1`, [id])
    if (!wasOver && rows[0].status !== 'canceled') notCanceled.push(`${id} ${flow} later ${rows[0].status}`)
  }
  for (let round = 0; round < 10; round++) {
    await Promise.all([
      one('get', 5_000, 300),
      one('post', 5_000, 300),
      one('waiting', 0, 500),
      one('waiting', 0, 0),
      one('mixed', 20, Math.random() * 100),
      one('retried', 10, Math.random() * 300),
      one('delayed', 10, 800 + Math.random() * 400),
      one('retried', 10, 1_500),
      one('post', 0, Math.random() * 60),
      one('get', 0, Math.random() * 60),
    ])
  }
  closedAfter.sort((a, b) => a - b)
  return {
    load: { answers },
    facts: {
      canceled: closedAfter.length,
      medianMs: closedAfter[50],
      maxMs: closedAfter.at(-1),
      slow,
      notCanceled,
    },
  }
}

async function terminating(lab: Lab, times: number) {
  const facts: Record<string, unknown> = {}
  const answers: LabAnswer[] = []
  for (let round = 0; round < times; round++) {
    const fleet = await start(lab, 1, 1)
    const other = await lab.startWorker()
    const [web] = fleet.webs
    const [worker] = fleet.workers
    if (!web || !worker) return { load: { answers }, facts }
    const pending = Array.from({ length: 20 }, (_, i) =>
      lab.run(web, flowNames[i % 5] ?? '', 'sync', { ms: 1_500 }),
    )
    const long = Array.from({ length: 6 }, () => lab.run(web, 'get', 'async', { ms: 40_000 }))
    const longSync =
      round === 0 ? [lab.run(web, 'get', 'sync', { ms: 40_000 }), lab.run(web, 'waiting', 'sync')] : []
    await Promise.all(long)
    await sleep(700)
    const from = Date.now()
    web.child.kill('SIGTERM')
    worker.child.kill('SIGTERM')
    await sleep(500)
    const refused = await lab.run(web, 'get', 'sync').catch(() => null)
    const got = await Promise.all(pending)
    const codes = await Promise.all([
      web.exited.then((code) => [code, Date.now() - from]),
      worker.exited.then((code) => [code, Date.now() - from]),
    ])
    const late = await Promise.all(longSync)
    answers.push(...got, ...(await Promise.all(long)), ...late.filter(({ status }) => status === 200))
    facts[`round ${round}`] = {
      codes,
      refused: refused?.status,
      answered: got
        .map(({ status, body }) => `${status} ${body?.status}`)
        .filter((each) => each !== '200 succeeded'),
      late: late.map(({ status, body }) => `${status} ${body?.status}`),
    }
    await sleep(22_000)
    if (round === times - 1) {
      // What is left has a worker still; only the run that waits for an hour would not end within a minute.
      const { rows } = await lab.owner.query<{ id: string }>(
        'select id from runs where suspended_until is not null',
      )
      const last = await lab.startWeb()
      for (const { id } of rows) await lab.call(last, 'POST', `/runs/${id}/cancel`, {})
    } else other.child.kill('SIGTERM')
  }
  return { load: { answers }, facts }
}

/** `TIMES` makes it shorter, or longer. */
const times = (byDefault: number) => Number(process.env.TIMES ?? byDefault)

const scenarios: Record<string, (lab: Lab) => Promise<{ load: { answers: LabAnswer[] }; facts: object }>> = {
  kill: (lab) => killing(lab, 'SIGKILL', times(10)),
  term: (lab) => killing(lab, 'SIGTERM', times(3)),
  pause: (lab) => pausing(lab, times(10)),
  stopped: (lab) => databaseAway(lab, 'stopped', 3),
  restarted: (lab) => databaseAway(lab, 'restarted', 5),
  crashed: (lab) => databaseAway(lab, 'down', 5),
  shifted,
  many: (lab) => manyAsync(lab, times(10_000)),
  key: oneKey,
  cancel: canceling,
  drain: (lab) => terminating(lab, 2),
}

for (const name of names) {
  const database = `lab_${randomBytes(4).toString('hex')}`
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(`create database ${database}`)
  await client.end()
  const own = new URL(url)
  own.pathname = database
  const lab = await createLab(own.href)
  const from = Date.now()
  const scenario = scenarios[name]
  if (!scenario) throw new Error(`Scenarios: ${Object.keys(scenarios).join(' ')}`)
  const { load, facts } = await scenario(lab)
  const checked = await checkRuns(lab.owner, load.answers, lab.upstream.hits)
  const told: Record<string, number> = {}
  for (const { status } of load.answers) told[status] = (told[status] ?? 0) + 1
  console.log(
    JSON.stringify(
      {
        name,
        seconds: (Date.now() - from) / 1000,
        facts,
        told,
        hits: lab.upstream.hits.length,
        ...checked,
        problems: checked.problems.slice(0, 20),
        problemCount: checked.problems.length,
      },
      null,
      1,
    ),
  )
  await lab.close()
}
process.exit(0)
