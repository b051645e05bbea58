import { randomBytes, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { request } from 'undici'
import { expect, inject, onTestFinished, test } from 'vitest'
import { createDatabase, withOrg } from '@/db/client'
import { runs } from '@/db/schema'
import { newKeyEntry } from '@/lib/cli/generated-keys'
import { createOwnDatabase } from '@/lib/cli/testing/own-database'
import { createServices } from '@/lib/create-services'
import { parseSettings } from '@/lib/env'
import { createFlow } from '@/lib/flows/create-flow'
import { createFlowSchema } from '@/lib/flows/schema'
import { apiClient, rawApiClient } from '@/lib/testing/api'
import { testDatabase } from '@/lib/testing/database'
import { insertRun } from '@/lib/testing/insert-run'
import { testOrganization, testServices } from '@/lib/testing/organization'
import { answerMetrics } from './answer-metrics'
import { serveMetrics } from './serve-metrics'

const token = randomBytes(24).toString('base64url')
const scrape = async () => {
  const answer = await answerMetrics(testDatabase(), token, `Bearer ${token}`)
  expect(answer.status).toBe(200)
  return answer.text()
}
const valueOf = (text: string, name: string) => Number(new RegExp(`^${name} (.+)$`, 'm').exec(text)?.[1])

test('there are no metrics without a token of the operator’s', async () => {
  expect((await answerMetrics(testDatabase(), null, 'Bearer ')).status).toBe(404)
})

test.each([
  null,
  '',
  'Bearer',
  'Bearer ',
  `Bearer ${token}x`,
  `Bearer ${token.slice(1)}`,
  `Basic ${token}`,
  token,
])('nobody gets them with %j', async (authorization) => {
  const answer = await answerMetrics(testDatabase(), token, authorization)
  expect(answer.status).toBe(401)
  expect(answer.headers.get('www-authenticate')).toContain('Bearer')
  expect(await answer.text()).not.toContain('sluice_')
})

test('every line is one that Prometheus can read', async () => {
  const answer = await answerMetrics(testDatabase(), token, `bearer ${token}`)
  expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
  const text = await answer.text()
  const line =
    /^(# (HELP|TYPE) [a-z][a-z0-9_]* .+|[a-z][a-z0-9_]*(\{([a-z][a-z0-9_]*="([^"\\\n]|\\.)*",?)+\})? (-?[\d.]+(e[+-]?\d+)?|Na[nN]|[+-]Inf)|)$/
  expect(text.split('\n').filter((each) => !line.test(each))).toEqual([])
  const types = [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name)
  expect(new Set(types).size).toBe(types.length)
  expect(types).toEqual(expect.arrayContaining(['process_cpu_seconds_total', 'nodejs_eventloop_lag_seconds']))
})

test('the queue is that of all organizations, and runs in a delay are not in it', async () => {
  const now = Date.now()
  for (const status of ['queued', 'running', 'succeeded'] as const) {
    const { editor } = await testOrganization()
    const flow = await createFlow(editor, createFlowSchema.parse({ name: 'Flow' }))
    await insertRun(editor, flow.id, status, new Date(now - 7_200_000))
    if (status !== 'running') continue
    await withOrg(editor, (tx) => tx.update(runs).set({ suspendedUntil: new Date(now + 3_600_000) }))
  }
  const text = await scrape()
  expect(valueOf(text, 'sluice_database_up')).toBe(1)
  expect(valueOf(text, 'sluice_queue_depth')).toBeGreaterThanOrEqual(1)
  expect(valueOf(text, 'sluice_queue_oldest_seconds')).toBeGreaterThanOrEqual(7_199)
  expect(valueOf(text, 'sluice_runs_suspended')).toBeGreaterThanOrEqual(1)
})

test('a process shows both of its pools', async () => {
  const { authSecret: _, encryptionKeys: __, ...settings } = parseSettings({})
  const { db, sender } = createServices({
    ...settings,
    databaseUrl: inject('appDatabaseUrl'),
    authSecret: inject('authSecret'),
    encryptionKeys: newKeyEntry('test'),
    encryptionKeysFile: null,
  })
  await db.execute('select')
  const text = await (await answerMetrics(db, token, `Bearer ${token}`)).text()
  await Promise.all([db.$client.end(), sender.close()])
  const lines = text.split('\n').filter((line) => line.startsWith('sluice_db_pool_connections'))
  expect(lines).toEqual([
    'sluice_db_pool_connections{pool="app",state="total"} 1',
    'sluice_db_pool_connections{pool="app",state="idle"} 1',
    'sluice_db_pool_connections{pool="app",state="waiting"} 0',
    'sluice_db_pool_connections{pool="runs",state="total"} 0',
    'sluice_db_pool_connections{pool="runs",state="idle"} 0',
    'sluice_db_pool_connections{pool="runs",state="waiting"} 0',
  ])
})

test('nothing has waited for less than no time, whatever the clocks of processes say', async () => {
  const own = await createOwnDatabase()
  onTestFinished(() => own.drop())
  const { editor } = await testOrganization({ ...testServices(), db: own.db })
  const flow = await createFlow(editor, createFlowSchema.parse({ name: 'Flow' }))
  await insertRun(editor, flow.id, 'queued', new Date(Date.now() + 3_600_000))
  const text = await (await answerMetrics(own.db, token, `Bearer ${token}`)).text()
  expect(valueOf(text, 'sluice_queue_depth')).toBe(1)
  expect(valueOf(text, 'sluice_queue_oldest_seconds')).toBe(0)
})

test('a database that is away is in the metrics, and nothing else is missing', async () => {
  const { db, pool } = createDatabase('postgres://nobody@127.0.0.1:1/none', () => {})
  const text = await (await answerMetrics(db, token, `Bearer ${token}`)).text()
  await pool.end()
  expect(valueOf(text, 'sluice_database_up')).toBe(0)
  expect(text).not.toContain('sluice_queue_depth')
  expect(text).toContain('sluice_runs_running')
})

test('requests to the API are known by their pattern, and by nothing that the caller wrote', async () => {
  const organization = await testOrganization()
  const api = await apiClient(organization)
  const id = randomUUID()
  const path = `/canary-${randomUUID()}`
  await api('GET', `/endpoints/${id}?search=${id}`)
  await rawApiClient(organization.admin, null)('DELETE', `/flows/${id}`)
  await api('GET', path)
  await api('PROPFIND', '/endpoints')
  const text = await scrape()
  const count = (method: string, route: string, status: number) =>
    `sluice_http_request_duration_seconds_count{method="${method}",route="${route}",status="${status}"} 1`
  expect(text).toContain(count('GET', '/api/v1/endpoints/:id', 404))
  expect(text).toContain(count('DELETE', '/api/v1/flows/:id', 401))
  expect(text).toContain(count('GET', 'unknown', 404))
  expect(text).toContain(count('other', 'unknown', 405))
  expect(text).not.toContain(id)
  expect(text).not.toContain(path)
})

test('a worker serves them on a port of its own, and nothing else there', async () => {
  const server = await serveMetrics(testDatabase(), token, 0)
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const get = async (path: string, authorization?: string) => {
    const { statusCode, body } = await request(url + path, {
      headers: authorization ? { authorization } : {},
    })
    return { statusCode, text: await body.text() }
  }
  expect(await get('/metrics', `Bearer ${token}`)).toMatchObject({
    statusCode: 200,
    text: expect.stringContaining('sluice_runs_running'),
  })
  expect((await get('/metrics')).statusCode).toBe(401)
  expect((await get('/', `Bearer ${token}`)).statusCode).toBe(404)
  server.close()
  server.closeAllConnections()
  await once(server, 'close')
})
