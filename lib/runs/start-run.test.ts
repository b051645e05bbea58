import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { auditEntries, endpoints, flowVersions, runs } from '@/db/schema'
import { deleteEndpoint } from '@/lib/endpoints/delete-endpoint'
import { createFlow } from '@/lib/flows/create-flow'
import { deleteFlow } from '@/lib/flows/delete-flow'
import { publishFlow } from '@/lib/flows/publish-flow'
import { callFlow, definition } from '@/lib/flows/testing/definitions'
import { updateFlow } from '@/lib/flows/update-flow'
import { ownerDatabase } from '@/lib/testing/database'
import { newSecret } from '@/lib/testing/endpoint-input'
import { testOrganization } from '@/lib/testing/organization'
import { getRun } from './get-run'
import { startRun } from './start-run'
import { json, type UpstreamFlow, upstreamFlow } from './testing/upstream-flow'

const refused = (code: string) => expect.objectContaining({ name: 'AppError', code })
const draft = { stage: 'draft', input: {} } as const

let simple: UpstreamFlow
beforeAll(async () => {
  simple = await upstreamFlow()
})

describe('startRun', () => {
  it('stores the run first, and executes it to its end', async () => {
    const { run, finished } = await simple.start()
    expect(await getRun(simple.organization.viewer, { id: run.id })).toMatchObject({
      id: run.id,
      flowName: 'Calls',
    })
    expect(run).toMatchObject({ status: 'running', revision: 1, steps: [], stage: 'draft', draftVersion: 1 })

    const ended = await finished
    expect(ended).toMatchObject({ status: 'succeeded', output: { body: { ok: true } }, error: null })
    expect(ended.durationMs).toBeGreaterThanOrEqual(0)
    expect(ended.revision).toBeGreaterThan(run.revision)
    expect(ended.steps.map(({ record, status }) => [record.nodeId, status])).toEqual([
      ['start', 'succeeded'],
      ['call', 'succeeded'],
      ['done', 'succeeded'],
    ])
    expect(ended.steps[1]?.record).toMatchObject({
      request: { method: 'GET', url: `${simple.server.origin}/v1/` },
      response: { statusCode: 200, body: '{"ok":true}', bodyBytes: 11, encoding: 'utf8', truncated: false },
      attempts: [{ number: 1, statusCode: 200 }],
      endpoint: { id: simple.endpointId, version: 1 },
    })
  })

  it('keeps status, headers and body of a 500, on the error output', async () => {
    const flow = await upstreamFlow({
      onRequest: (socket) =>
        socket.write(json('{"why":"broken"}', { status: '500 Oops', headers: 'X-Trace: t1\r\n' })),
      definition: (endpointId) =>
        definition(
          [
            { id: 'start', type: 'start', data: {} },
            { id: 'call', type: 'apiCall', data: { endpointId } },
            { id: 'end', type: 'end', data: { output: { result: '{{ steps.call }}' } } },
          ],
          ['start.next -> call', 'call.error -> end'],
        ),
    })
    const run = await flow.run()
    expect(run).toMatchObject({
      status: 'succeeded',
      output: {
        result: {
          status: 'failure',
          statusCode: 500,
          headers: { 'x-trace': 't1' },
          body: { why: 'broken' },
          error: { code: 'http_status', phase: 'response' },
        },
      },
    })
    expect(run.steps[1]).toMatchObject({ status: 'failed', record: { output: 'error' } })
  })

  it('takes the error output after a response timeout, neither early nor late', async () => {
    const flow = await upstreamFlow({ onRequest: () => {}, endpoint: { responseTimeoutSeconds: 0.5 } })
    const run = await flow.run()
    expect(run.output).toEqual({ code: 'response_timeout', status: 'failure' })
    const error = run.steps[1]?.record.error
    expect(error).toMatchObject({ code: 'response_timeout', phase: 'wait', limitSeconds: 0.5 })
    expect(error?.elapsedMs).toBeGreaterThanOrEqual(500)
    await flow.server.allClosed()
  })

  it('keeps the time of a step that is less patient than its endpoint', async () => {
    const flow = await upstreamFlow({ onRequest: () => {}, call: { responseTimeoutSeconds: 0.2 } })
    const run = await flow.run()
    expect(run.steps[1]?.record.error).toMatchObject({ code: 'response_timeout', limitSeconds: 0.2 })
  })

  it('retries for real, each attempt on the record', async () => {
    const flow = await upstreamFlow({
      onRequest: (socket, { index }) =>
        socket.write(index < 2 ? json('{}', { status: '503 Busy' }) : json('{"third":true}')),
      call: { retry: { attempts: 3, delaySeconds: 0.01 } },
    })
    const run = await flow.run()
    expect(run.output).toEqual({ body: { third: true } })
    expect(run.steps[1]?.record.attempts.map(({ statusCode }) => statusCode)).toEqual([503, 503, 200])
    expect(flow.server.requests).toHaveLength(3)
  })

  it('does not send to an address that the policy forbids, and says so in the audit log', async () => {
    const flow = await upstreamFlow()
    // An address in a private network, saved when it was still allowed.
    await ownerDatabase()
      .update(endpoints)
      .set({ baseUrl: 'http://10.0.0.1/v1' })
      .where(eq(endpoints.id, flow.endpointId))
    const run = await flow.run()
    expect(run.output).toEqual({ code: 'blocked', status: 'failure' })
    const entries = await ownerDatabase().select().from(auditEntries).where(eq(auditEntries.objectId, run.id))
    expect(entries.map(({ action }) => action).sort()).toEqual([
      'egress.blocked',
      'run.finished',
      'run.started',
    ])
  })

  it.each([
    ['none', { type: 'none' as const }, undefined],
    [
      'bearer',
      { type: 'bearer' as const, token: newSecret() },
      (a: { token: string }) => ['authorization', `Bearer ${a.token}`],
    ],
    [
      'apiKey',
      { type: 'apiKey' as const, key: newSecret() },
      (a: { key: string }) => ['authorization', a.key],
    ],
    [
      'apiKey in a header of its own',
      { type: 'apiKey' as const, headerName: 'X-API-Key', key: newSecret() },
      (a: { key: string }) => ['x-api-key', a.key],
    ],
    [
      'basic',
      { type: 'basic' as const, username: newSecret(), password: `ü:${newSecret()}` },
      (a: { username: string; password: string }) => [
        'authorization',
        `Basic ${Buffer.from(`${a.username}:${a.password}`).toString('base64')}`,
      ],
    ],
  ])('with %s sends exactly its header', async (_name, authentication, header) => {
    const flow = await upstreamFlow({
      endpoint: { authentication, allowInsecure: true, defaultHeaders: [{ name: 'X-Version', value: '7' }] },
    })
    expect((await flow.run()).status).toBe('succeeded')
    const sent = flow.server.requests[0]?.headers ?? []
    const own = ['host', 'connection', 'accept', 'user-agent', 'accept-encoding']
    const expected = header ? [['x-version', '7'], header(authentication as never)] : [['x-version', '7']]
    expect(sent.filter(([name]) => !own.includes(name))).toEqual(expected)
  })
})

describe('what a run may run', () => {
  it('is the draft as it is, or what was published', async () => {
    const { editor } = simple.organization
    const flow = await createFlow(editor, { name: 'Two', description: '', definition: ending('one') })
    const runOf = async (stage: 'draft' | 'published') =>
      (await startRun(editor, { flowId: flow.id, stage, input: {} })).finished()
    await expect(runOf('published')).rejects.toEqual(refused('unprocessable'))
    await publishFlow(editor, { id: flow.id })
    await updateFlow(editor, { id: flow.id, version: 1, definition: ending('two') })
    expect(await runOf('published')).toMatchObject({
      output: { n: 'one' },
      publishedNumber: 1,
      draftVersion: 1,
    })
    expect(await runOf('draft')).toMatchObject({
      output: { n: 'two' },
      publishedNumber: null,
      draftVersion: 2,
    })
    await runOf('draft')
    const frozen = await ownerDatabase().select().from(flowVersions).where(eq(flowVersions.flowId, flow.id))
    expect(frozen).toHaveLength(2)
  })

  it('is nothing with problems, of another organization, deleted, or unknown', async () => {
    const { editor } = simple.organization
    const broken = await createFlow(editor, { name: 'Broken', description: '', definition: callFlow(null) })
    await expect(startRun(editor, { flowId: broken.id, ...draft })).rejects.toMatchObject({
      code: 'unprocessable',
      details: { problems: broken.problems },
    })
    const foreign = await testOrganization()
    await expect(startRun(foreign.admin, { flowId: simple.flowId, ...draft })).rejects.toEqual(
      refused('not_found'),
    )
    await expect(startRun(editor, { flowId: randomUUID(), ...draft })).rejects.toEqual(refused('not_found'))
    await deleteFlow(editor, { id: broken.id })
    await expect(startRun(editor, { flowId: broken.id, ...draft })).rejects.toEqual(refused('not_found'))
  })

  it('is not for viewers', async () => {
    const { viewer } = simple.organization
    await expect(startRun(viewer, { flowId: simple.flowId, ...draft })).rejects.toEqual(refused('forbidden'))
  })
})

describe('input', () => {
  it('is checked before there is a run', async () => {
    const { editor } = simple.organization
    const inputs = [
      { name: 'id', type: 'string', required: true },
      { name: 'count', type: 'number', required: false },
      { name: 'tags', type: 'array', required: false },
    ]
    const flow = await createFlow(editor, {
      name: 'Inputs',
      description: '',
      definition: definition(
        [
          { id: 'start', type: 'start', data: { inputs } },
          { id: 'end', type: 'end', data: { output: { all: '{{ input }}', count: '{{ input.count }}' } } },
        ],
        ['start.next -> end'],
      ),
    })
    const start = (input: Record<string, unknown>) =>
      startRun(editor, { flowId: flow.id, stage: 'draft', input })
    const error: unknown = await start({ count: '3', tags: {} }).catch((e: unknown) => e)
    expect(error).toMatchObject({
      code: 'invalid_input',
      fieldErrors: [
        { path: 'input.id', message: '“id” is required.' },
        { path: 'input.count', message: 'Enter a number.' },
        { path: 'input.tags', message: 'Enter a list.' },
      ],
    })
    const infinite: unknown = await start({ id: 'a', count: Infinity }).catch((e: unknown) => e)
    expect(infinite).toMatchObject({ fieldErrors: [{ path: 'input.count', message: 'Enter a number.' }] })
    expect(await ownerDatabase().select().from(runs).where(eq(runs.flowId, flow.id))).toEqual([])

    const run = await (await start({ id: 'a\u0000\ud800b', extra: [1] })).finished()
    // Postgres keeps no NUL and no half character.
    expect(run.input).toEqual({ id: 'a\ufffd\ufffdb', extra: [1] })
    expect(run.output).toEqual({
      all: { id: 'a\ufffd\ufffdb', count: null, tags: null, extra: [1] },
      count: null,
    })
  })
})

describe('an endpoint', () => {
  it('that is deleted while the run goes on is not used again', async () => {
    let gate: (() => void) | undefined
    const isWaiting = new Promise<void>((resolve) => (gate = resolve))
    const flow = await upstreamFlow({
      onRequest: () => gate?.(),
      definition: (endpointId) =>
        definition(
          [
            { id: 'start', type: 'start', data: {} },
            { id: 'one', type: 'apiCall', data: { endpointId } },
            { id: 'two', type: 'apiCall', data: { endpointId } },
          ],
          ['start.next -> one', 'one.success -> two'],
        ),
    })
    const { admin, editor } = flow.organization
    const { finished } = await flow.start()
    await isWaiting
    await deleteFlow(editor, { id: flow.flowId })
    await deleteEndpoint(admin, { id: flow.endpointId })
    for (const socket of flow.server.sockets) socket.write(json('{}'))
    const run = await finished
    expect(run.steps.map(({ record, status }) => [record.nodeId, status])).toEqual([
      ['start', 'succeeded'],
      ['one', 'succeeded'],
      ['two', 'failed'],
    ])
    expect(run).toMatchObject({ status: 'failed', error: { code: 'endpoint_deleted', nodeId: 'two' } })
    expect(flow.server.requests).toHaveLength(1)
  })
})

describe('what is stored', () => {
  it('is cut at 1 MiB and says so, while the flow goes on with all of it', async () => {
    const text = 'ä'.repeat(800_000)
    const flow = await upstreamFlow({
      onRequest: (socket) => socket.write(json(JSON.stringify(text))),
      definition: (endpointId) =>
        definition(
          [
            { id: 'start', type: 'start', data: {} },
            { id: 'call', type: 'apiCall', data: { endpointId } },
            { id: 'end', type: 'end', data: { output: { size: '{{ steps.call.body | size }}' } } },
          ],
          ['start.next -> call', 'call.success -> end'],
        ),
    })
    const run = await flow.run()
    expect(run.output).toEqual({ size: 800_000 })
    const response = run.steps[1]?.record.response
    expect(response).toMatchObject({ truncated: true, bodyBytes: 1_600_002 })
    expect(Buffer.byteLength(response?.body ?? '')).toBe(1024 * 1024 - 1) // the last character had only begun
    expect(response?.body).not.toContain('\ufffd')
  })

  it('may hold what Postgres refuses, which is replaced', async () => {
    const flow = await upstreamFlow({
      onRequest: (socket) => socket.write(json('{"a":"\\u0000\\ud800 \\\\u0000"}')),
    })
    const { id } = await flow.run()
    const run = await getRun(flow.organization.editor, { id })
    expect(run).toMatchObject({ status: 'succeeded', output: { body: { a: '\ufffd\ufffd \\u0000' } } })
  })
})

function ending(n: string) {
  return definition(
    [
      { id: 'start', type: 'start', data: {} },
      { id: 'end', type: 'end', data: { output: { n } } },
    ],
    ['start.next -> end'],
  )
}
