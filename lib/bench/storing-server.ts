import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import pg from 'pg'
import { Agent, request } from 'undici'
import { readLines } from '@/lib/cli/lines'
import { newId } from '@/lib/new-id'
import type { Run } from '@/lib/runs/schema'
import { toStepRows } from '@/lib/runs/step-rows'
import { runJson } from '@/lib/runs/storable-json'
import { createRunStore } from '@/lib/runs/store/create-run-store'
import { newRunFence, type NewRun, type StepWrite } from '@/lib/runs/store/run-write'
import type { RunQueue } from '@/lib/runs/run-queue'

// What `plain-server.ts` does, and then stores a run as Sluice would have: the same rows, in the same commits,
// answered with the same JSON. No token, flow, secret, limit, guard or mask, so it is the least that a stored
// run costs, of which the rest is a comparison. Ends with its standard input.

export type StoringOrder = {
  url: string
  token: string
  databaseUrl: string
  /** A run that Sluice has stored, which all are copies of but for what they got and when. */
  insert: NewRun
  run: Run
}

process.stdout.write(`${JSON.stringify('ready')}\n`)
for await (const line of readLines(process.stdin)) {
  process.stdout.write(`${JSON.stringify(await serve(JSON.parse(line) as StoringOrder))}\n`)
}
process.exit(0)

async function serve({ url, token, databaseUrl, insert, run }: StoringOrder): Promise<number> {
  const dispatcher = new Agent()
  const headers = { authorization: `Bearer ${token}` }
  const unusedQueue = {} as RunQueue
  const store = createRunStore(new pg.Pool({ connectionString: databaseUrl, max: 5 }), unusedQueue)
  const audit = { flowName: run.flowName, address: '127.0.0.1' }

  async function runOnce(): Promise<string> {
    const createdAt = new Date()
    const { body } = await request(url, { dispatcher, headers })
    const text = await body.text()
    const output = { order: JSON.parse(text) as unknown }
    const finishedAt = new Date()
    const copy = copyOf(run, { id: newId(), createdAt, finishedAt, body: text, output })
    const { id } = copy
    const steps = copy.steps.map((step): StepWrite => {
      return { ...step, nodeId: step.record.nodeId, inFlight: null, value: null }
    })
    await store.write({
      run: {
        id,
        organizationId: insert.organizationId,
        fence: newRunFence,
        insert: { ...insert, id, requestId: randomUUID(), createdAt },
      },
      state: { status: 'succeeded', output, error: null, finishedAt, suspendMs: null, background: false },
      steps: toStepRows(steps, 0),
      isQueued: false,
      isPatient: false,
      audits: [
        { ...audit, action: 'run.started', details: { stage: run.stage } },
        { ...audit, action: 'run.finished', details: { status: 'succeeded', code: null } },
      ],
    })
    return runJson(copy)
  }

  const server = createServer((incoming, response) => {
    incoming.resume()
    runOnce().then(
      (json) => response.setHeader('content-type', 'application/json').end(json),
      (error: unknown) => response.writeHead(502).end(String(error)),
    )
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

type Change = { id: string; createdAt: Date; finishedAt: Date; body: string; output: { order: unknown } }

function copyOf(run: Run, { id, createdAt, finishedAt, body, output }: Change): Run {
  const [startedAt, endedAt] = [createdAt.toISOString(), finishedAt.toISOString()]
  const steps = run.steps.map((step) => {
    const { response, type } = step.record
    const record = response
      ? { ...step.record, response: { ...response, body } }
      : { ...step.record, result: type === 'end' ? output : step.record.result }
    return { ...step, startedAt, finishedAt: endedAt, record }
  })
  return { ...run, id, createdAt: startedAt, startedAt, finishedAt: endedAt, output, steps }
}
