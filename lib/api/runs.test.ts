import { Agent, EventSource as NodeEventSource } from 'undici'
import { describe, expect, it, onTestFinished } from 'vitest'
import { json, upstreamFlow } from '@/lib/runs/testing/upstream-flow'
import { createToken } from '@/lib/tokens/create-token'
import { apiClient } from '@/lib/testing/api'
import { serveApi } from '@/lib/testing/serve-api'
import { testOrganization } from '@/lib/testing/organization'

describe('GET /runs/{id}/events', () => {
  it('is followed to the end by a standard EventSource, which then stops asking', async () => {
    const upstream = await upstreamFlow({
      onRequest: (socket) => socket.write(json('{"private":"body"}')),
    })
    const { run, finished } = await upstream.start()
    const { token } = await createToken(upstream.organization.admin, { name: 'Watcher', role: 'viewer' })
    const { origin, statuses } = await serveApi(upstream.organization.admin)
    // It can't send a token itself, as an EventSource of a browser can't.
    const url = `${origin}/api/v1/runs/${run.id}/events`
    const withToken = new Agent().compose((dispatch) => (options, handler) => {
      const headers = { ...(options.headers as Record<string, string>), authorization: `Bearer ${token}` }
      return dispatch({ ...options, headers }, handler)
    })
    const source = new NodeEventSource(url, { dispatcher: withToken }) as unknown as EventSource
    onTestFinished(async () => {
      source.close()
      await withToken.close()
    })

    const ids: string[] = []
    let last = ''
    source.addEventListener('progress', (event: MessageEvent<string>) => {
      ids.push(event.lastEventId)
      last = event.data
    })
    await new Promise<void>((resolve) => {
      source.onerror = () => {
        if (source.readyState === source.CLOSED) resolve()
      }
    })
    const ended = await finished
    expect(ids.at(-1)).toBe(String(ended.revision))
    expect(new Set(ids).size).toBe(ids.length)
    expect(JSON.parse(last)).toMatchObject({ status: 'succeeded' })
    expect(last).not.toContain('private')
    expect(statuses).toEqual([200, 204])
  })

  it('answers HEAD without staying, and finds no run of another organization', async () => {
    const upstream = await upstreamFlow()
    const { id } = await upstream.run()
    const viewer = await apiClient(upstream.organization, 'viewer')
    const head = await viewer('HEAD', `/runs/${id}/events`)
    expect(head).toMatchObject({ status: 200, body: null })
    expect(head.headers.get('content-type')).toContain('text/event-stream')
    expect(head.headers.get('cache-control')).toBe('no-cache, no-transform')
    const stranger = await apiClient(await testOrganization())
    for (const unknown of [id, 'nonsense']) {
      expect(await stranger('GET', `/runs/${unknown}/events`)).toMatchObject({
        status: 404,
        body: { code: 'not_found' },
      })
    }
  })
})
