import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { definition } from '@/lib/flows/testing/definitions'
import { ownerDatabase } from '@/lib/testing/database'
import { newSecret } from '@/lib/testing/endpoint-input'
import { testOrganization } from '@/lib/testing/organization'
import { runEvents } from './run-events'
import type { RunProgress } from './schema'
import { json, type UpstreamFlow, upstreamFlow } from './testing/upstream-flow'
import { watchRun } from './watch-run'

const never = new AbortController().signal

async function collect(frames: AsyncIterable<RunProgress>): Promise<RunProgress[]> {
  const all: RunProgress[] = []
  for await (const frame of frames) all.push(frame)
  return all
}

function chain(endpointId: string, calls: number) {
  const ids = Array.from({ length: calls }, (_, index) => `call${index}`)
  return definition(
    [
      { id: 'start', type: 'start', data: {} },
      ...ids.map((id) => ({ id, type: 'apiCall', data: { endpointId, path: '/{{ run.id }}' } })),
    ],
    ['start.next -> call0', ...ids.slice(1).map((id, index) => `call${index}.success -> ${id}` as const)],
  )
}

/** An upstream that answers when it is told to, one request at a time. */
async function steppedFlow(calls: number) {
  const waiting: (() => void)[] = []
  let arrived: () => void = () => {}
  const flow = await upstreamFlow({
    onRequest: (socket) => {
      waiting.push(() => socket.write(json('{}')))
      arrived()
    },
    definition: (endpointId) => chain(endpointId, calls),
  })
  async function answerNext() {
    while (waiting.length === 0) await new Promise<void>((resolve) => (arrived = resolve))
    waiting.shift()?.()
  }
  return { flow, answerNext }
}

describe('watchRun', () => {
  it('shows every step as it happens, in order, and ends with the run', async () => {
    const { flow, answerNext } = await steppedFlow(2)
    const { run, finished } = await flow.start()
    const seen: string[] = []
    for await (const { status, steps } of watchRun(flow.organization.viewer, { id: run.id }, never)) {
      const state = `${status} ${steps.map((step) => `${step.nodeId}:${step.status}`).join(' ')}`
      seen.push(state)
      if (steps.at(-1)?.status === 'running' && steps.at(-1)?.nodeId.startsWith('call')) await answerNext()
    }
    const ended = await finished
    expect(seen).toContain('running start:succeeded call0:running')
    expect(seen).toContain('running start:succeeded call0:succeeded call1:running')
    expect(seen.at(-1)).toBe('succeeded start:succeeded call0:succeeded call1:succeeded')
    expect(ended.status).toBe('succeeded')
  })

  it('never goes back, and gives everyone the same end, whenever they come', async () => {
    const flow = await upstreamFlow({ definition: (endpointId) => chain(endpointId, 8) })
    const { run, finished } = await flow.start()
    const watchers = Array.from({ length: 5 }, () =>
      collect(watchRun(flow.organization.viewer, { id: run.id }, never)),
    )
    const [all] = await Promise.all([Promise.all(watchers), finished])
    const late = await collect(watchRun(flow.organization.viewer, { id: run.id }, never))
    expect(late).toHaveLength(1)
    for (const frames of all) {
      const revisions = frames.map(({ revision }) => revision)
      expect(revisions).toEqual([...new Set(revisions)].sort((a, b) => a - b))
      expect(frames.at(-1)).toEqual(late[0])
      expect(frames.at(-1)?.steps).toHaveLength(9)
    }
  })

  it('goes on after its connection was cut', async () => {
    const { flow, answerNext } = await steppedFlow(2)
    const { run } = await flow.start()
    const frames = watchRun(flow.organization.viewer, { id: run.id }, never)
    await frames.next()
    await ownerDatabase().execute(
      sql`select pg_terminate_backend(pid) from pg_stat_activity
        where application_name = 'sluice runs' and datname = current_database()`,
    )
    await answerNext()
    await answerNext()
    expect((await collect(frames)).at(-1)?.status).toBe('succeeded')
  })

  it('stops when nobody reads any more', async () => {
    const { flow, answerNext } = await steppedFlow(1)
    const { run, finished } = await flow.start()
    const left = new AbortController()
    const frames = watchRun(flow.organization.viewer, { id: run.id }, left.signal)
    await frames.next()
    const rest = collect(frames)
    left.abort()
    expect((await rest).every(({ status }) => status === 'running')).toBe(true)
    await answerNext()
    expect((await finished).status).toBe('succeeded')
  })

  it('finds no run of another organization', async () => {
    const flow = await upstreamFlow()
    const { id } = await flow.run()
    const foreign = await testOrganization()
    for (const unknown of [id, 'nonsense']) {
      const frames = watchRun(foreign.admin, { id: unknown }, never)
      await expect(frames.next()).rejects.toMatchObject({ code: 'not_found' })
    }
  })
})

type Event = { id: string; event: string; data: RunProgress }

/** Reads a stream of events to its end. */
async function readEvents(response: Response): Promise<{ events: Event[]; text: string }> {
  const text = await response.text()
  const events = text
    .split('\n\n')
    .filter((frame) => frame.startsWith('id:'))
    .map((frame) => {
      const fields = Object.fromEntries(frame.split('\n').map((line) => line.split(/: (.*)/s).slice(0, 2)))
      return {
        id: String(fields.id),
        event: String(fields.event),
        data: JSON.parse(String(fields.data)) as RunProgress,
      }
    })
  return { events, text }
}

describe('runEvents', () => {
  it('is a stream of snapshots with the revision as id, that nobody may hold back', async () => {
    const token = newSecret()
    const flow = await upstreamFlow({
      endpoint: { authentication: { type: 'bearer', token }, allowInsecure: true },
      onRequest: (socket) => socket.write(json(JSON.stringify({ private: 'body', token }))),
    })
    const { run, finished } = await flow.start()
    const response = await runEvents(flow.organization.viewer, { id: run.id }, never)
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    expect(response.headers.get('cache-control')).toBe('no-cache, no-transform')
    const { events, text } = await readEvents(response)
    const ended = await finished
    expect(events.map(({ event }) => event)).toEqual(events.map(() => 'progress'))
    expect(events.at(-1)).toMatchObject({ id: String(ended.revision), data: { status: 'succeeded' } })
    expect(text).not.toContain('private')
    expect(text).not.toContain(token)
  })

  it('leaves no gap for a reader who comes back in the middle', async () => {
    const { flow, answerNext } = await steppedFlow(2)
    const { run } = await flow.start()
    const first = await runEvents(flow.organization.viewer, { id: run.id }, never)
    const reader = first.body?.getReader()
    await reader?.read()
    await answerNext()
    await reader?.cancel()
    const again = runEvents(flow.organization.viewer, { id: run.id }, never)
    await answerNext()
    const { events } = await readEvents(await again)
    expect(events.at(-1)?.data.steps.map(({ nodeId }) => nodeId)).toEqual(['start', 'call0', 'call1'])
    expect(events.at(-1)?.data.status).toBe('succeeded')
  })

  it('gives who comes back what is newer than the last event, and nothing twice', async () => {
    const { flow, answerNext } = await steppedFlow(1)
    const { run, finished } = await flow.start()
    const { viewer } = flow.organization
    // Waits for the call, after which nothing changes until it is answered.
    for await (const { steps } of watchRun(viewer, { id: run.id }, never)) {
      if (steps.at(-1)?.nodeId === 'call0') break
    }
    const { value: now } = await watchRun(viewer, { id: run.id }, never).next()
    const lastEventId = String(now?.revision)
    const response = await runEvents(viewer, { id: run.id, lastEventId }, never)
    await answerNext()
    const { events, text } = await readEvents(response)
    const ended = await finished
    expect(text.startsWith('retry: ')).toBe(true)
    expect(events.map(({ id }) => Number(id) > Number(lastEventId))).toEqual(events.map(() => true))
    expect(events.at(-1)).toMatchObject({ id: String(ended.revision), data: { status: 'succeeded' } })
  })

  it('tells who has seen the end not to come back, and shows it to who has not', async () => {
    const flow = await upstreamFlow()
    const { id, revision } = await flow.run()
    const { viewer } = flow.organization
    const seen = await runEvents(viewer, { id, lastEventId: String(revision) }, never)
    expect(seen).toMatchObject({ status: 204, body: null })
    for (const lastEventId of [undefined, '', 'nonsense', '0', String(revision - 1), String(revision + 1)]) {
      const { events } = await readEvents(await runEvents(viewer, { id, lastEventId }, never))
      expect(events).toMatchObject([{ id: String(revision), data: { status: 'succeeded' } }])
    }
  })

  it('is an ordinary refusal when there is no such run', async () => {
    const { viewer }: UpstreamFlow['organization'] = await testOrganization()
    await expect(runEvents(viewer, { id: 'nonsense' }, never)).rejects.toMatchObject({ code: 'not_found' })
  })
})
