import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createOwnDatabase, type OwnDatabase } from '@/lib/cli/testing/own-database'
import { definition } from '@/lib/flows/testing/definitions'
import { type ApiClient, apiClient } from '@/lib/testing/api'
import { testServices } from '@/lib/testing/organization'
import { startWorker } from './start-worker'
import { json, type UpstreamFlow, upstreamFlow } from './testing/upstream-flow'

let database: OwnDatabase
let flow: UpstreamFlow
let call: ApiClient
beforeAll(async () => {
  database = await createOwnDatabase()
  flow = await orders()
  call = await apiClient(flow.organization, 'editor')
})
afterAll(() => database.drop())

/** A customer, something that is remembered of it, a pause, and an order that needs both. */
function orders(extra: { lost?: boolean; pauseSeconds?: number } = {}): Promise<UpstreamFlow> {
  return upstreamFlow({
    database,
    onRequest: (socket, { index, target }) => {
      const length = target.startsWith('/v1/orders') ? 120_000 : 10
      socket.write(json(`{"id":"c${index}","note":"first \\u0000 ${'x'.repeat(length)}"}`))
    },
    definition: (endpointId) =>
      definition(
        [
          { id: 'start', type: 'start', data: { inputs: [{ name: 'n', type: 'number', required: true }] } },
          { id: 'customer', type: 'apiCall', data: { endpointId, path: '/customers' } },
          { id: 'kept', type: 'setVariables', data: { variables: [{ name: 'kind', value: 'new' }] } },
          { id: 'pause', type: 'delay', data: { seconds: extra.pauseSeconds ?? 0 } },
          {
            id: 'order',
            type: 'apiCall',
            data: { endpointId, path: '/orders/{{ steps.customer.body.id }}/{{ vars.kind }}' },
          },
          { id: 'done', type: 'end', data: { output: { customer: '{{ steps.customer.body.id }}' } } },
          ...(extra.lost ? [{ id: 'broken', type: 'apiCall', data: { endpointId: null, path: '/' } }] : []),
        ],
        [
          'start.next -> customer',
          'customer.success -> kept',
          'kept.next -> pause',
          'pause.next -> order',
          'order.success -> done',
          ...(extra.lost ? (['customer.error -> broken'] as const) : []),
        ],
      ),
  })
}

const path = (of = flow) => `/flows/${of.flowId}/runs?version=draft`
const urls = (run: { steps: { record: { request: { url: string } | null } }[] }) =>
  run.steps.flatMap(({ record }) => (record.request ? [new URL(record.request.url).pathname] : []))

describe('a run that begins at a step', () => {
  it('has the results of the run that it is pinned to, and no need of its inputs', async () => {
    const whole = await call('POST', path(), { input: { n: 1 } })
    expect(whole.body).toMatchObject({ status: 'succeeded', entry: null })
    const { id } = JSON.parse(whole.body.steps[1].record.response.body)

    const entry = { step: 'order', pinned: { run: whole.body.id } }
    const { body: part } = await call('POST', path(), { entry })
    expect(part).toMatchObject({
      status: 'succeeded',
      output: { customer: id },
      entry: {
        step: 'order',
        only: false,
        pinned: { steps: { customer: { body: { id } } }, vars: { kind: 'new' } },
      },
    })
    expect(urls(part)).toEqual([`/v1/orders/${id}/new`])
    expect((await call('GET', `/runs/${part.id}`)).body).toEqual(part)
    const { rows } = await database.owner.query('select details from audit_entries where object_id = $1', [
      part.id,
    ])
    expect(rows).toContainEqual({ details: { stage: 'draft', step: 'order' } })

    // What a run like that was given, it passes on.
    const again = await call('POST', path(), {
      entry: { step: 'order', only: true, pinned: { run: part.id } },
    })
    expect(again.body).toMatchObject({ status: 'succeeded', output: null })
    expect(urls(again.body)).toEqual([`/v1/orders/${id}/new`])
  })

  it('has what it is told before what a run came to', async () => {
    const whole = await call('POST', path(), { input: { n: 1 } })
    const pinned = {
      run: whole.body.id,
      steps: { customer: { body: { id: 'told \u0000' } } },
      vars: { kind: 'k' },
    }
    const { body } = await call('POST', path(), { entry: { step: 'order', only: true, pinned } })
    expect(urls(body)).toEqual(['/v1/orders/told%20%EF%BF%BD/k'])

    // That was for this run: the next one has what an API answered, or nothing.
    const next = await call('POST', path(), {
      entry: { step: 'order', only: true, pinned: { run: body.id } },
    })
    expect(next.body).toMatchObject({ status: 'failed', error: { code: 'invalid_template' } })
  })

  it('passes on what it has no use for, unless that is large', async () => {
    const whole = await call('POST', path(), { input: { n: 1 } })
    const kept = async (step: string, only: boolean) => {
      const { body } = await call('POST', path(), { entry: { step, only, pinned: { run: whole.body.id } } })
      return Object.keys(body.entry.pinned.steps)
    }
    expect(await kept('order', true)).toEqual(['start', 'customer', 'kept', 'pause', 'done'])
    expect(await kept('customer', true)).toEqual(['start', 'kept', 'pause', 'done'])
  })

  it('finds nothing of the steps that it executes anew, nor their variables', async () => {
    const whole = await call('POST', path(), { input: { n: 1 } })
    const { body } = await call('POST', path(), { entry: { step: 'kept', pinned: { run: whole.body.id } } })
    expect(body).toMatchObject({ status: 'succeeded', entry: { pinned: { vars: {} } } })
    expect(Object.keys(body.entry.pinned.steps)).toEqual(['start', 'customer'])
  })

  it('knows the results of steps that have other keys now, and not those of steps that are gone', async () => {
    const own = await orders()
    const program = await apiClient(own.organization, 'editor')
    const whole = await program('POST', path(own), { input: { n: 1 } })
    const entry = (step: string, run: string) => ({ entry: { step, only: true, pinned: { run } } })
    const part = await program('POST', path(own), entry('order', whole.body.id))

    const { body: flowNow } = await program('GET', `/flows/${own.flowId}`)
    const renamed = JSON.parse(
      JSON.stringify(flowNow.definition)
        .replace('"key":"customer"', '"key":"buyer"')
        .replaceAll('steps.customer', 'steps.buyer'),
    )
    const rename = { version: flowNow.version, definition: renamed }
    expect((await program('PATCH', `/flows/${own.flowId}`, rename)).status).toBe(200)
    const again = await program('POST', path(own), entry('order', part.body.id))
    expect(urls(again.body)).toEqual(urls(part.body))
    expect(again.body.entry.pinned.nodeIds).toMatchObject({ buyer: 'customer', kept: 'kept' })

    // Another step under the old name is another step.
    const nodes = renamed.nodes.map((node: { id: string }) =>
      node.id === 'customer' ? { ...node, id: 'other' } : node,
    )
    const edges = JSON.parse(JSON.stringify(renamed.edges).replaceAll('"customer"', '"other"'))
    const replaced = { version: flowNow.version + 1, definition: { nodes, edges } }
    expect((await program('PATCH', `/flows/${own.flowId}`, replaced)).status).toBe(200)
    const lost = await program('POST', path(own), entry('order', part.body.id))
    expect(lost.body).toMatchObject({ status: 'failed', error: { code: 'invalid_template' } })
  })

  it('is refused what was cut when it was stored, and what is too large to keep with it', async () => {
    const long = await upstreamFlow({
      database,
      onRequest: (socket) => socket.write(json(JSON.stringify({ text: 'x'.repeat(1_200_000) }))),
      definition: (endpointId) =>
        definition(
          [
            { id: 'start', type: 'start', data: {} },
            { id: 'long', type: 'apiCall', data: { endpointId, path: '/' } },
            { id: 'end', type: 'end', data: { output: { length: '{{ steps.long.body.text | size }}' } } },
          ],
          ['start.next -> long', 'long.success -> end'],
        ),
    })
    const program = await apiClient(long.organization, 'editor')
    const whole = await program('POST', path(long), {})
    expect(whole.body).toMatchObject({ status: 'succeeded' })
    const pinned = { run: whole.body.id }
    expect(await program('POST', path(long), { entry: { step: 'end', pinned } })).toMatchObject({
      status: 400,
      body: {
        errors: [
          {
            path: 'entry.pinned.run',
            message: expect.stringMatching(/^“long” answered more than is kept of it/),
          },
        ],
      },
    })
    const sample = { ...pinned, steps: { long: { body: { text: 'four' } } } }
    expect(
      (await program('POST', path(long), { entry: { step: 'end', pinned: sample } })).body,
    ).toMatchObject({
      status: 'succeeded',
      output: { length: 4 },
    })
  })

  it('goes on as it began after a delay, in another process', async () => {
    const waiting = await orders({ pauseSeconds: 1 })
    const program = await apiClient(waiting.organization, 'editor')
    const worker = startWorker(testServices({ allow: `127.0.0.1:${waiting.server.port}`, database }), 1)
    const entry = {
      step: 'pause',
      pinned: { steps: { customer: { body: { id: 'c9' } } }, vars: { kind: 'old' } },
    }
    const queued = await program('POST', path(waiting), { entry }, { prefer: 'respond-async' })
    expect(queued).toMatchObject({ status: 202, body: { entry: { step: 'pause' } } })
    const read = async () => (await program('GET', `/runs/${queued.body.id}`)).body
    await expect.poll(async () => (await read()).status, { timeout: 30_000 }).toBe('succeeded')
    expect(urls(await read())).toEqual(['/v1/orders/c9/old'])
    await worker.stop()
  })

  it('is only kept from running by the problems of the steps that it can come to', async () => {
    const broken = await orders({ lost: true })
    const program = await apiClient(broken.organization, 'editor')
    const pinned = { steps: { customer: { body: { id: 'c1' } } }, vars: { kind: 'x' } }
    expect(await program('POST', path(broken), { input: { n: 1 } })).toMatchObject({ status: 422 })
    expect(await program('POST', path(broken), { entry: { step: 'customer' } })).toMatchObject({
      status: 422,
    })
    expect(await program('POST', path(broken), { entry: { step: 'broken', only: true } })).toMatchObject({
      status: 422,
    })
    for (const entry of [
      { step: 'customer', only: true },
      { step: 'order', pinned },
    ]) {
      expect(await program('POST', path(broken), { entry })).toMatchObject({
        status: 200,
        body: { status: 'succeeded' },
      })
    }
  })

  it('is shown to viewers without what was pinned', async () => {
    const pinned = { steps: { customer: { body: { id: 'seen?' } } }, vars: { kind: 'seen?' } }
    const { body } = await call('POST', path(), { entry: { step: 'order', only: true, pinned } })
    const viewer = await apiClient(flow.organization, 'viewer')
    const seen = await viewer('GET', `/runs/${body.id}`)
    expect(seen.body.entry).toEqual({
      step: 'order',
      only: true,
      nodeId: 'order',
      pinned: { steps: {}, vars: {}, nodeIds: {}, given: [] },
    })
    expect(await viewer('POST', path(), { entry: { step: 'order' } })).toMatchObject({ status: 403 })
  })

  it('is another request than one with the same key that begins elsewhere', async () => {
    const pinned = { steps: { customer: { body: { id: 'c1' } } }, vars: { kind: 'x' } }
    const key = { 'idempotency-key': 'entry-1' }
    const first = await call('POST', path(), { entry: { step: 'order', only: true, pinned } }, key)
    const turned = { steps: pinned.steps, vars: pinned.vars }
    const repeat = await call('POST', path(), { entry: { pinned: turned, only: true, step: 'order' } }, key)
    expect(repeat.body.id).toBe(first.body.id)
    expect(await call('POST', path(), { entry: { step: 'order', pinned } }, key)).toMatchObject({
      status: 409,
      body: { code: 'idempotency_mismatch' },
    })
  })

  it.each([
    ['a step that is not there', { step: 'nowhere' }, 'entry.step'],
    [
      'a result of a step that is not there',
      { step: 'order', pinned: { steps: { costumer: 1 } } },
      'entry.pinned.steps.costumer',
    ],
    [
      'a run that never was',
      { step: 'order', pinned: { run: '01980000-0000-7000-8000-000000000000' } },
      'entry.pinned.run',
    ],
    ['no step', { pinned: {} }, 'entry.step'],
  ])('is refused for %s, by name', async (_, entry, at) => {
    const refused = await call('POST', path(), { entry })
    expect(refused).toMatchObject({ status: 400, body: { code: 'invalid_input', errors: [{ path: at }] } })
  })

  it('takes nothing from a run of another flow, or of another organization', async () => {
    const foreign = await orders()
    const abroad = await apiClient(foreign.organization, 'editor')
    const theirs = await abroad('POST', path(foreign), { input: { n: 1 } })
    const entry = { step: 'order', pinned: { run: theirs.body.id } }
    expect(await call('POST', path(), { entry })).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'entry.pinned.run', message: 'This flow has no run with this id.' }] },
    })
  })
})
