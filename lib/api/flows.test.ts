import { describe, expect, it } from 'vitest'
import { callFlow } from '@/lib/flows/testing/definitions'
import { json, upstreamFlow } from '@/lib/runs/testing/upstream-flow'
import { apiClient } from '@/lib/testing/api'
import { testOrganization } from '@/lib/testing/organization'

/** The example of the product's contract, with an endpoint of the test's own. */
function contractExample(endpointId: string) {
  return {
    nodes: [
      {
        id: 'start',
        type: 'start',
        position: { x: 0, y: 0 },
        data: {
          key: 'start',
          label: 'Start',
          inputs: [{ name: 'customerId', type: 'string', required: true, sample: 'cus_1' }],
        },
      },
      {
        id: 'n1',
        type: 'apiCall',
        position: { x: 260, y: 0 },
        data: {
          key: 'get_customer',
          label: 'Get customer',
          endpointId,
          method: 'POST',
          path: '/customers/{{ input.customerId }}',
          query: [{ name: 'expand', value: 'orders' }],
          headers: [{ name: 'X-Trace', value: '{{ run.id }}' }],
          body: { type: 'json', content: '{"id": "{{ input.customerId }}"}' },
          successStatuses: '200-299',
          retry: { attempts: 1 },
        },
      },
      {
        id: 'n2',
        type: 'end',
        position: { x: 520, y: 0 },
        data: { key: 'done', label: 'Done', output: { customer: '{{ steps.get_customer.body }}' } },
      },
      {
        id: 'n3',
        type: 'end',
        position: { x: 520, y: 160 },
        data: {
          key: 'failed',
          label: 'Failed',
          failed: true,
          output: { why: '{{ steps.get_customer.error.code }}' },
        },
      },
    ],
    edges: [
      { id: 'e1', source: 'start', sourceHandle: 'next', target: 'n1' },
      { id: 'e2', source: 'n1', sourceHandle: 'success', target: 'n2' },
      { id: 'e3', source: 'n1', sourceHandle: 'error', target: 'n3' },
    ],
  }
}

describe('the REST API of flows', () => {
  it('creates, reads, lists, changes, publishes and deletes', async () => {
    const call = await apiClient(await testOrganization(), 'editor')
    const created = await call('POST', '/flows', { name: 'Mine' })
    expect(created).toMatchObject({
      status: 201,
      body: { name: 'Mine', version: 1, published: null, problems: [] },
    })
    const { id } = created.body
    expect(created.headers.get('location')).toBe(`/api/v1/flows/${id}`)
    expect((await call('GET', `/flows/${id}`)).body).toEqual(created.body)
    expect((await call('GET', '/flows?search=min&limit=1')).body).toMatchObject({
      data: [{ id }],
      nextCursor: null,
    })

    const changed = await call('PATCH', `/flows/${id}`, { name: 'Ours' }, { 'if-match': '"1"' })
    expect(changed).toMatchObject({ status: 200, body: { name: 'Ours', version: 2 } })
    const stale = await call('PATCH', `/flows/${id}`, { version: 1, name: 'Late' })
    expect(stale).toMatchObject({
      status: 409,
      body: { code: 'conflict', current: { name: 'Ours', version: 2 } },
    })

    for (const attempt of [
      () => call('POST', `/flows/${id}/publish`, undefined, { 'if-match': '"1"' }),
      () => call('DELETE', `/flows/${id}`, undefined, { 'if-match': '"1"' }),
    ]) {
      expect(await attempt()).toMatchObject({
        status: 409,
        body: { code: 'conflict', current: { version: 2 } },
      })
    }
    const unclear = await call('POST', `/flows/${id}/publish`, { version: 2 }, { 'if-match': '"1"' })
    expect(unclear).toMatchObject({ status: 400, body: { errors: [{ path: 'version' }] } })

    const published = await call('POST', `/flows/${id}/publish`, { version: 2 })
    expect(published).toMatchObject({ status: 200, body: { published: { number: 1, draftVersion: 2 } } })
    expect(published.headers.get('etag')).toBe('"2"')
    const deleted = await call('DELETE', `/flows/${id}`, undefined, { 'if-match': '"2"' })
    expect(deleted).toMatchObject({ status: 204, body: null })
    expect((await call('GET', `/flows/${id}`)).status).toBe(404)
  })

  it('names each field of a step that there is not', async () => {
    const call = await apiClient(await testOrganization())
    const data = {
      key: 'start',
      label: 'Start',
      timeout: 5,
      inputs: [{ name: 'a', type: 'string', required: true, kind: 1 }],
    }
    const start = { id: 'start', type: 'start', position: { x: 0, y: 0 }, data }
    const refused = await call('POST', '/flows', { name: 'Odd', definition: { nodes: [start], edges: [] } })
    expect(refused).toMatchObject({ status: 400, body: { code: 'invalid_input' } })
    expect(refused.body.errors).toEqual([
      { path: 'definition.nodes.0.data.inputs.0.kind', message: 'There is no such field.' },
      { path: 'definition.nodes.0.data.timeout', message: 'There is no such field.' },
    ])
  })

  it('names each field that a step lacks', async () => {
    const call = await apiClient(await testOrganization())
    const wait = { id: 'wait', type: 'delay', position: { x: 0 }, data: { label: 'Wait' } }
    const refused = await call('POST', '/flows', { name: 'Odd', definition: { nodes: [wait], edges: [] } })
    expect(refused).toMatchObject({ status: 400, body: { code: 'invalid_input' } })
    expect(refused.body.errors).toEqual([
      { path: 'definition.nodes.0.position.y', message: 'This is required.' },
      { path: 'definition.nodes.0.data.key', message: 'This is required.' },
    ])
  })

  it('knows an endpoint by its id in capitals too', async () => {
    const { organization, endpointId } = await upstreamFlow()
    const call = await apiClient(organization)
    const definition = contractExample(endpointId.toUpperCase())
    const { body: flow } = await call('POST', '/flows', { name: 'Loud', definition })
    expect(flow).toMatchObject({ definition: contractExample(endpointId), problems: [] })
    expect(await call('POST', `/flows/${flow.id}/publish`)).toMatchObject({ status: 200 })
  })

  it('runs the published version and waits for its end', async () => {
    const upstream = await upstreamFlow({
      onRequest: (socket, { target }) =>
        socket.write(target.includes('missing') ? json('{}', { status: '404 No' }) : json('{"name":"Ada"}')),
    })
    const call = await apiClient(upstream.organization)
    const definition = contractExample(upstream.endpointId)
    const { body: flow } = await call('POST', '/flows', { name: 'Customers', definition })
    expect(flow).toMatchObject({ definition, problems: [] })
    expect(await call('POST', `/flows/${flow.id}/runs`, { input: {} })).toMatchObject({ status: 422 })
    await call('POST', `/flows/${flow.id}/publish`)

    const run = await call('POST', `/flows/${flow.id}/runs`, { input: { customerId: 'a/b "c"' } })
    expect(run).toMatchObject({
      status: 200,
      body: { status: 'succeeded', output: { customer: { name: 'Ada' } }, startedBy: { type: 'token' } },
    })
    const [request] = upstream.server.requests
    expect(request).toMatchObject({
      method: 'POST',
      target: '/v1/customers/a%2Fb%20%22c%22?expand=orders',
      body: '{"id":"a/b \\"c\\""}',
    })
    expect(request?.headers).toContainEqual(['x-trace', run.body.id])
    expect((await call('GET', `/runs/${run.body.id}`)).body).toEqual(run.body)

    const failed = await call('POST', `/flows/${flow.id}/runs?version=draft`, {
      input: { customerId: 'missing' },
    })
    expect(failed).toMatchObject({
      status: 200,
      body: { status: 'failed', stage: 'draft', output: { why: 'http_status' } },
    })
    const listed = await call('GET', `/runs?flow=${flow.id}&status=failed`)
    expect(listed.body.data).toMatchObject([{ id: failed.body.id }])
    expect(await call('POST', `/runs/${failed.body.id}/cancel`)).toMatchObject({
      status: 200,
      body: { status: 'failed' },
    })
  })

  it('says on the field what is wrong with an input, a definition and an address', async () => {
    const upstream = await upstreamFlow()
    const call = await apiClient(upstream.organization)
    const { body: flow } = await call('POST', '/flows', {
      name: 'Customers',
      definition: contractExample(upstream.endpointId),
    })
    const inputs = await call('POST', `/flows/${flow.id}/runs?version=draft`, { input: { customerId: 7 } })
    expect(inputs).toMatchObject({
      status: 400,
      body: { code: 'invalid_input', errors: [{ path: 'input.customerId', message: 'Enter a text.' }] },
    })
    expect(inputs.headers.get('content-type')).toBe('application/problem+json')
    expect(await call('POST', `/flows/${flow.id}/runs?version=newest`, {})).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'version' }] },
    })
    expect(
      await call('POST', '/flows', { name: 'Bad', definition: { nodes: [{}], edges: [] } }),
    ).toMatchObject({
      status: 400,
      body: { code: 'invalid_input' },
    })
    expect(await call('GET', '/runs?limit=x')).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'limit' }] },
    })
    expect(upstream.server.requests).toEqual([])
  })

  it('neither publishes nor runs what has problems', async () => {
    const call = await apiClient(await testOrganization())
    const { body: flow } = await call('POST', '/flows', { name: 'Broken', definition: callFlow(null) })
    for (const path of ['publish', 'runs?version=draft']) {
      expect(await call('POST', `/flows/${flow.id}/${path}`, {})).toMatchObject({
        status: 422,
        body: {
          code: 'unprocessable',
          problems: flow.problems,
          errors: [{ path: 'definition.nodes.1.data.endpointId' }],
        },
      })
    }
  })

  it('lets viewers look and nothing more, and others not even that', async () => {
    const upstream = await upstreamFlow()
    const run = await upstream.run()
    const viewer = await apiClient(upstream.organization, 'viewer')
    const stranger = await apiClient(await testOrganization())
    const calls: [string, string, unknown?][] = [
      ['POST', '/flows', { name: 'x' }],
      ['PATCH', `/flows/${upstream.flowId}`, { version: 1, name: 'x' }],
      ['DELETE', `/flows/${upstream.flowId}`],
      ['POST', `/flows/${upstream.flowId}/publish`, {}],
      ['POST', `/flows/${upstream.flowId}/runs`, {}],
      ['POST', `/runs/${run.id}/cancel`],
    ]
    for (const [method, path, body] of calls) {
      expect(await viewer(method, path, body)).toMatchObject({ status: 403, body: { code: 'forbidden' } })
    }
    for (const [method, path, body] of [
      ...calls.slice(1),
      ['GET', `/flows/${upstream.flowId}`],
      ['GET', `/runs/${run.id}`],
    ] as typeof calls) {
      expect(await stranger(method, path, body)).toMatchObject({ status: 404, body: { code: 'not_found' } })
    }
    expect(await viewer('GET', `/runs/${run.id}`)).toMatchObject({
      status: 200,
      body: { status: 'succeeded', output: null },
    })
  })
})
