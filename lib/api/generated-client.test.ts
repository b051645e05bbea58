import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it, onTestFinished } from 'vitest'
import { startEchoServer } from '@/lib/testing/echo-server'
import { newSecret } from '@/lib/testing/endpoint-input'
import { testOrganization, testServices } from '@/lib/testing/organization'
import { serveApi } from '@/lib/testing/serve-api'
import { createToken } from '@/lib/tokens/create-token'

const run = promisify(execFile)

/** A program as somebody else would write it, with nothing but the generated client. */
const program = `
import { ok } from '@oazapfts/runtime'
import * as sluice from './client'

const { SLUICE = '', TOKEN = '', UPSTREAM = '', UPSTREAM_TOKEN = '' } = process.env
sluice.defaults.baseUrl = SLUICE
sluice.defaults.headers = { Authorization: \`Bearer \${TOKEN}\` }

const endpoint = await ok(
  sluice.createEndpoint({
    name: 'Upstream',
    baseUrl: UPSTREAM,
    authentication: { type: 'bearer', token: UPSTREAM_TOKEN },
    responseTimeoutSeconds: 10,
  }),
)
const at = (x: number) => ({ x, y: 0 })
const definition: sluice.FlowDefinitionInput = {
  nodes: [
    {
      id: 'start',
      type: 'start',
      position: at(0),
      data: { key: 'start', label: 'Start', inputs: [{ name: 'who', type: 'string', required: true }] },
    },
    {
      id: 'call',
      type: 'apiCall',
      position: at(260),
      data: { key: 'ask', label: 'Ask', endpointId: endpoint.id, method: 'GET', path: '/people/{{ input.who }}' },
    },
    {
      id: 'end',
      type: 'end',
      position: at(520),
      data: { key: 'done', label: 'Done', output: { url: '{{ steps.ask.body.url }}' } },
    },
  ],
  edges: [
    { id: 'e1', source: 'start', sourceHandle: 'next', target: 'call' },
    { id: 'e2', source: 'call', sourceHandle: 'success', target: 'end' },
  ],
}
const flow = await ok(sluice.createFlow({ name: 'People', definition }))
await ok(sluice.publishFlow(flow.id, { version: flow.version }))
const started: sluice.Run = await ok(sluice.startRun(flow.id, { input: { who: 'Ada' } }))
const read = await ok(sluice.getRun(started.id))
const call = read.steps.find((step) => step.record.type === 'apiCall')
const { data } = await ok(sluice.listRuns({ flow: flow.id, status: 'succeeded' }))

const refused = await sluice.deleteEndpoint(endpoint.id)
const usedBy = refused.status === 409 ? refused.data.usedBy?.map((use) => use.flowName) : null
await ok(sluice.deleteFlow(flow.id))
const deleted = await sluice.deleteEndpoint(endpoint.id)
const gone = await sluice.getEndpoint(endpoint.id)

const summary = {
  isSet: endpoint.authentication.isSet,
  status: read.status,
  output: read.output,
  sent: call?.record.request?.headers,
  runs: data.length,
  usedBy,
  deleted: deleted.status,
  gone: gone.status === 404 ? gone.data.code : null,
}
console.log(JSON.stringify(summary))
`

const strict = {
  compilerOptions: {
    strict: true,
    noUncheckedIndexedAccess: true,
    noEmit: true,
    target: 'ES2023',
    lib: ['esnext', 'dom', 'dom.iterable'],
    module: 'esnext',
    moduleResolution: 'bundler',
    moduleDetection: 'force',
    types: ['node'],
  },
  files: ['program.ts', 'client.ts'],
}

it('gives a public generator a client that compiles strictly and works', async () => {
  const upstream = await startEchoServer()
  const { admin } = await testOrganization(testServices({ allow: upstream.allow }))
  const { origin } = await serveApi(admin)
  const { token } = await createToken(admin, { name: 'Client', role: 'admin' })
  const upstreamToken = newSecret()

  // Inside the project, so that the client finds its runtime.
  const folder = await mkdtemp(join('.test', 'client-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const file = (name: string) => join(folder, name)
  const description = await fetch(`${origin}/api/v1/openapi.json`)
  await writeFile(file('openapi.json'), await description.text())
  await writeFile(file('tsconfig.json'), JSON.stringify(strict))
  await writeFile(file('program.ts'), program)
  await run('node_modules/.bin/oazapfts', [file('openapi.json'), file('client.ts')])
  await run('node_modules/.bin/tsc', ['--project', folder])

  const env = {
    ...process.env,
    SLUICE: `${origin}/api/v1`,
    TOKEN: token,
    UPSTREAM: upstream.origin,
    UPSTREAM_TOKEN: upstreamToken,
  }
  const { stdout } = await run('node_modules/.bin/tsx', [file('program.ts')], { env })
  expect(JSON.parse(stdout)).toMatchObject({
    isSet: true,
    status: 'succeeded',
    output: { url: '/people/Ada' },
    sent: expect.arrayContaining([{ name: 'Authorization', value: '[REDACTED]' }]),
    runs: 1,
    usedBy: ['People'],
    deleted: 204,
    gone: 'not_found',
  })
  expect(upstream.received).toMatchObject([
    { url: '/people/Ada', headers: { authorization: `Bearer ${upstreamToken}` } },
  ])
  expect(stdout).not.toContain(upstreamToken)
})
