import type { Socket } from 'node:net'
import { afterAll } from 'vitest'
import { createEndpoint } from '@/lib/endpoints/create-endpoint'
import { createFlow } from '@/lib/flows/create-flow'
import type { FlowDefinition } from '@/lib/flows/schema'
import { callFlow } from '@/lib/flows/testing/definitions'
import { type RawRequest, type RawServer, startRawServer } from '@/lib/http/testing/raw-server'
import { endpointInput } from '@/lib/testing/endpoint-input'
import {
  type TestOrganization,
  testOrganization,
  type TestServicesOptions,
  testServices,
} from '@/lib/testing/organization'
import type { Run, StartRunInput } from '../schema'
import { startRun } from '../start-run'

const servers: RawServer[] = []
afterAll(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()))
})

export type UpstreamFlow = {
  organization: TestOrganization
  server: RawServer
  endpointId: string
  flowId: string
  /** Runs the draft to its end. */
  run: (input?: Record<string, unknown>) => Promise<Run>
  /** Follows it to its end too. */
  start: (input?: Partial<StartRunInput>) => Promise<{ run: Run; finished: Promise<Run> }>
}

type Options = {
  onRequest?: (socket: Socket, request: RawRequest) => void
  endpoint?: Parameters<typeof endpointInput>[0]
  call?: Record<string, unknown>
  definition?: (endpointId: string) => FlowDefinition
  organization?: TestOrganization
  database?: TestServicesOptions['database']
}

/** A real other side that speaks bytes, an endpoint for it, and a flow that calls it. */
export async function upstreamFlow(options: Options = {}): Promise<UpstreamFlow> {
  const { onRequest = (socket) => socket.write(json('{"ok":true}')) } = options
  const server = await startRawServer({ onRequest })
  servers.push(server)
  const { database } = options
  const services = testServices({ allow: `127.0.0.1:${server.port}`, database })
  const given = options.organization ?? (await testOrganization(services))
  const organization = {
    ...given,
    admin: { ...given.admin, ...services },
    editor: { ...given.editor, ...services },
    viewer: { ...given.viewer, ...services },
  }
  const endpoint = await createEndpoint(
    organization.admin,
    endpointInput({ baseUrl: `${server.origin}/v1`, ...options.endpoint }),
  )
  const definition = options.definition?.(endpoint.id) ?? callFlow(endpoint.id, options.call)
  const flow = await createFlow(organization.editor, { name: 'Calls', description: '', definition })
  const start = async (input: Partial<StartRunInput> = {}) => {
    const asked = { flowId: flow.id, stage: 'draft', input: {}, ...input } as const
    const started = await startRun(organization.editor, asked)
    const finished = started.finished()
    finished.catch(() => {}) // not every test waits for it
    return { run: started.run, finished }
  }
  return {
    organization,
    server,
    endpointId: endpoint.id,
    flowId: flow.id,
    start,
    run: async (input = {}) => (await start({ input })).finished,
  }
}

/** A whole answer with a JSON body. */
export function json(body: string, { status = '200 OK', headers = '' } = {}): string {
  const length = Buffer.byteLength(body)
  return `HTTP/1.1 ${status}\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n${headers}\r\n${body}`
}
