import { afterAll, beforeAll, expect, it } from 'vitest'
import { createOwnDatabase, type OwnDatabase } from '@/lib/cli/testing/own-database'
import { checkRuns } from './testing/check-runs'
import type { Hit } from './testing/counting-upstream'
import { createLab, type Lab } from './testing/crash-lab'

let database: OwnDatabase
let lab: Lab
beforeAll(async () => {
  database = await createOwnDatabase()
  const { DATABASE_URL, AUTH_SECRET } = database.settings
  lab = await createLab(DATABASE_URL, AUTH_SECRET)
}, 120_000)
afterAll(async () => {
  await lab.close()
  await database.drop()
}, 60_000)

/** At the first POST of so many runs. */
function untilPosts(event: 'hit' | 'half' | 'answered', count: number): Promise<void> {
  const runs = new Set<string>()
  return new Promise((resolve) => {
    const seen = ({ method, run }: Hit) => {
      if (method !== 'POST') return
      runs.add(run)
      if (runs.size < count) return
      lab.upstream.events.off(event, seen)
      resolve()
    }
    lab.upstream.events.on(event, seen)
  })
}

it('every accepted run ends, and no POST is sent twice, when processes are killed in the middle', async () => {
  const [web, worker] = await Promise.all([lab.startWeb(), lab.startWorker()])
  const answers = []
  for (const flow of ['get', 'post', 'mixed', 'delayed', 'retried']) {
    for (const ms of [0, 200, 1_000]) answers.push(await lab.run(web, flow, 'async', { ms }))
  }
  // The last POSTs that are on their way belong to callers who wait, and to the queue.
  const isHalfway = untilPosts('hit', 2)
  const waiting = [lab.run(web, 'post', 'sync', { ms: 5_000 }), lab.run(web, 'mixed', 'sync', { ms: 2_000 })]
  answers.push(await lab.run(web, 'post', 'async', { ms: 5_000 }))
  await isHalfway
  web.child.kill('SIGKILL')
  worker.child.kill('SIGKILL')
  await Promise.all([web.exited, worker.exited])
  answers.push(...(await Promise.all(waiting)))

  // What was in hand of another one is killed just when its answer has come, and nobody has stored it.
  const second = await lab.startWorker()
  const late = await lab.startWeb()
  const isAnswered = untilPosts('answered', 1)
  answers.push(await lab.run(late, 'post', 'async', { ms: 100 }))
  await isAnswered
  second.child.kill('SIGKILL')
  await second.exited
  await lab.startWorker()

  const checked = await checkRuns(lab.owner, answers, lab.upstream.hits)
  expect(checked.problems).toEqual([])
  expect(answers.filter(({ status }) => status === 202)).toHaveLength(17)
  expect(checked.statuses.succeeded).toBeGreaterThan(0)
}, 180_000)
