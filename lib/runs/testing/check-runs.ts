import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import type { RunStep } from '../schema'
import { inOrder } from '../step-rows'
import type { Hit } from './counting-upstream'
import type { LabAnswer } from './crash-lab'

export type Checked = {
  runs: number
  statuses: Record<string, number>
  /** What must not be, in words; empty when all is well. */
  problems: string[]
  /** From the call until the last run was terminal. */
  settledAfterMs: number
}

type Row = { id: string; status: string; error: { code: string } | null }

/**
 * Compares what callers were told, what the upstream got, and what the database says, once every run is
 * terminal, for which they have a minute.
 */
export async function checkRuns(owner: pg.Pool, answers: LabAnswer[], hits: Hit[]): Promise<Checked> {
  const from = Date.now()
  const unfinished = async () => {
    const { rows } = await owner.query<Row>(`select id, status from runs where finished_at is null`)
    return rows
  }
  let open = await unfinished()
  while (open.length > 0 && Date.now() - from < 60_000) {
    await sleep(250)
    open = await unfinished()
  }
  const settledAfterMs = Date.now() - from
  const { rows } = await owner.query<Row>('select id, status, error from runs')
  const runs = new Map(rows.map((row) => [row.id, row]))
  const problems = open.map(({ id, status }) => `${id} is still ${status}`)
  for (const { status, body, flow } of answers) {
    if (body === null || (status !== 200 && status !== 202)) continue
    const stored = runs.get(body.id)
    if (!stored) problems.push(`${body.id} (${flow}) was accepted with ${status} and is lost`)
    else if (status === 200 && stored.status !== body.status) {
      problems.push(`${body.id} (${flow}) was answered as ${body.status} and is ${stored.status}`)
    }
  }
  const posts = new Map<string, number>()
  for (const { run, step, method } of hits) {
    if (method !== 'POST') continue
    const name = `${run}/${step}`
    posts.set(name, (posts.get(name) ?? 0) + 1)
    if (!runs.has(run)) problems.push(`${name} was sent, and its run is lost`)
  }
  for (const [name, count] of posts) if (count > 1) problems.push(`${name} was sent ${count} times`)
  problems.push(...(await checkSteps(owner, hits)))
  const statuses: Record<string, number> = {}
  for (const { status, error } of rows) {
    const name = error ? `${status}: ${error.code}` : status
    statuses[name] = (statuses[name] ?? 0) + 1
  }
  return { runs: rows.length, statuses, problems: [...new Set(problems)], settledAfterMs }
}

type StepRow = { id: string; succeeded: boolean; step: RunStep; earlier: RunStep[] | null }

/** Every step of a run that has ended is there once, has ended, and says so of each request of the upstream. */
async function checkSteps(owner: pg.Pool, hits: Hit[]): Promise<string[]> {
  const { rows } = await owner.query<StepRow>(`
    select r.id, r.status = 'succeeded' as succeeded, s.earlier::jsonb as earlier,
      jsonb_build_object('position', s.position, 'status', s.status, 'record', s.record::jsonb) as step
    from runs r join run_steps s on s.run_id = r.id where r.finished_at is not null`)
  const ofRun = new Map<string, StepRow[]>()
  for (const row of rows) ofRun.set(row.id, [...(ofRun.get(row.id) ?? []), row])
  const called = new Map<string, Set<string>>()
  for (const { run, step } of hits) called.set(run, (called.get(run) ?? new Set()).add(step))
  const problems: string[] = []
  for (const [id, own] of ofRun) {
    const steps = inOrder(own)
    if (steps.some(({ position }, index) => position !== index)) problems.push(`${id} lacks a step`)
    if (steps.some(({ status }) => status === 'running')) problems.push(`${id} has a step that goes on`)
    const answered = steps.filter(({ record }) => record.response !== null).length
    const isToldWhole = answered === (called.get(id)?.size ?? 0)
    if (own[0]?.succeeded && !isToldWhole) problems.push(`${id} has not the answers that it got`)
  }
  return problems
}
