import { describe, expect, it } from 'vitest'
import { testOrganization } from '@/lib/testing/organization'
import { getRun } from './get-run'
import { listRuns } from './list-runs'
import { listRunsSchema } from './schema'
import { json, upstreamFlow } from './testing/upstream-flow'

describe('listRuns', () => {
  it('pages through the runs, the newest first, by flow and status', async () => {
    const flow = await upstreamFlow({
      onRequest: (socket, { index }) => socket.write(json('{}', index === 1 ? { status: '500 Oops' } : {})),
    })
    const other = await upstreamFlow({ organization: flow.organization })
    const ids: string[] = []
    for (let index = 0; index < 3; index++) ids.unshift((await flow.run()).id)
    await other.run()

    const { viewer } = flow.organization
    const list = (query: Record<string, unknown>) => listRuns(viewer, listRunsSchema.parse(query))
    expect((await list({})).data).toHaveLength(4)
    const first = await list({ flow: flow.flowId, limit: 2 })
    const second = await list({ flow: flow.flowId, limit: 2, cursor: first.nextCursor })
    expect([...first.data, ...second.data].map(({ id }) => id)).toEqual(ids)
    expect(second.nextCursor).toBeNull()
    const failed = await list({ status: 'failed' })
    expect(failed.data).toMatchObject([{ id: ids[1], flowName: 'Calls', error: { code: 'failed_end' } }])
    expect(failed.data[0]).not.toHaveProperty('output')
  })

  it('shows nothing of other organizations', async () => {
    const flow = await upstreamFlow()
    await flow.run()
    const foreign = await testOrganization()
    const page = await listRuns(foreign.admin, listRunsSchema.parse({ flow: flow.flowId }))
    expect(page).toEqual({ data: [], nextCursor: null })
  })
})

describe('getRun', () => {
  it('shows viewers the way that a run took, and nothing of what was in it', async () => {
    const flow = await upstreamFlow({
      onRequest: (socket) =>
        socket.write(json('{"private":"answer"}', { headers: 'X-Session: private\r\n' })),
      call: {
        method: 'POST',
        path: '/{{ input.private }}/x?y={{ input.private }}',
        headers: [{ name: 'X-Private', value: '{{ input.private }}' }],
        body: { type: 'json', content: '{"private":"{{ run.id }}"}' },
      },
    })
    const whole = await flow.run({ private: 'private' })
    expect(whole.steps[1]?.record.request?.url).toContain('/private/x?y=private')
    expect(JSON.stringify(whole)).toContain('private')
    const shown = await getRun(flow.organization.viewer, { id: whole.id })
    expect(JSON.stringify(shown)).not.toContain('private')
    expect(shown).toMatchObject({ status: 'succeeded', input: null, output: null })
    expect(shown.steps[1]?.record).toMatchObject({
      output: 'success',
      request: { method: 'POST', url: `${flow.server.origin}/v1`, headers: [], body: null },
      response: { statusCode: 200, headers: {}, body: '', bodyBytes: 20 },
    })
  })
})
