import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { EventSource as NodeEventSource } from 'undici'
import { describe, expect, it, onTestFinished } from 'vitest'
import { json, upstreamFlow } from '@/lib/runs/testing/upstream-flow'
import { createToken } from '@/lib/tokens/create-token'
import { apiClient } from '@/lib/testing/api'
import { testOrganization } from '@/lib/testing/organization'
import { createApi } from './app'

describe('GET /runs/{id}/events', () => {
  it('is followed to the end by a standard EventSource, which then stops asking', async () => {
    const upstream = await upstreamFlow({
      onRequest: (socket) => socket.write(json('{"private":"body"}')),
    })
    const { run, finished } = await upstream.start()
    const { token } = await createToken(upstream.organization.admin, { name: 'Watcher', role: 'viewer' })
    const api = createApi(() => upstream.organization.admin)
    const statuses: number[] = []
    const server = createServer((request, response) => {
      void (async () => {
        const headers = new Headers({ authorization: `Bearer ${token}` })
        const lastEventId = request.headers['last-event-id']
        if (typeof lastEventId === 'string') headers.set('last-event-id', lastEventId)
        const answer = await api.fetch(new Request(`http://localhost${request.url}`, { headers }))
        statuses.push(answer.status)
        response.writeHead(answer.status, Object.fromEntries(answer.headers))
        for await (const chunk of answer.body ?? []) response.write(chunk)
        response.end()
      })()
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const url = `http://127.0.0.1:${port}/api/v1/runs/${run.id}/events`
    const source = new NodeEventSource(url) as unknown as EventSource
    onTestFinished(() => {
      source.close()
      server.close()
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
