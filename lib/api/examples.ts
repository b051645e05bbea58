import type { AuditLogPage } from '@/lib/audit/schema'
import type { Endpoint, EndpointPage, EndpointTestResult, EndpointUse } from '@/lib/endpoints/schema'
import type { Flow, FlowDefinition, FlowPage, FlowSummary } from '@/lib/flows/schema'
import type {
  RequestRecord,
  ResponseRecord,
  Run,
  RunPage,
  RunStep,
  RunSummary,
  StepRecord,
} from '@/lib/runs/schema'

const endpointId = '01980000-0000-7000-8000-000000000000'
const flowId = '01980000-0000-7000-8000-000000000001'
const runId = '01980000-0000-7000-8000-000000000002'
const monday = '2026-01-05T09:30:00.000Z'
const tuesday = '2026-01-06T14:05:12.480Z'
const after = (ms: number) => new Date(Date.parse(tuesday) + ms).toISOString()

const timing = {
  dnsMs: 2.1,
  connectMs: 11.4,
  tlsMs: 24.8,
  waitMs: 86.3,
  downloadMs: 1.2,
  totalMs: 125.8,
  reused: false,
}

const request: RequestRecord = {
  method: 'GET',
  url: 'https://api.example.com/v1/customers/cus_1/orders',
  headers: [
    { name: 'X-API-Version', value: '2023-10-16' },
    { name: 'Authorization', value: 'Bearer [REDACTED]' },
  ],
  body: null,
}

const response: ResponseRecord = {
  statusCode: 200,
  statusText: 'OK',
  headers: { 'content-type': 'application/json' },
  contentType: 'application/json',
  bodyBytes: 34,
  body: '[{"id": "ord_1001", "total": 4200}]',
  encoding: 'utf8',
  truncated: false,
  redirectedFrom: [],
}

const endpoint: Endpoint = {
  id: endpointId,
  name: 'Billing API',
  description: '',
  baseUrl: 'https://api.example.com/v1',
  defaultHeaders: [{ name: 'X-API-Version', secret: false, value: '2023-10-16' }],
  authentication: { type: 'bearer', isSet: true, fingerprint: '7f3a91', setAt: monday, setBy: 'Maya Chen' },
  connectTimeoutSeconds: 5,
  responseTimeoutSeconds: 30,
  allowInsecure: false,
  redirects: 'none',
  isDemo: false,
  usedBy: 1,
  lastTest: { ok: true, statusCode: 200, code: null, at: monday },
  version: 2,
  createdAt: monday,
  createdBy: 'Maya Chen',
  updatedAt: monday,
  updatedBy: 'Maya Chen',
}

const testResult: EndpointTestResult = {
  ok: true,
  steps: [
    { name: 'configuration', status: 'ok', ms: null, sentence: 'The endpoint is complete.' },
    { name: 'policy', status: 'ok', ms: null, sentence: 'The network policy allows this address.' },
    { name: 'dns', status: 'ok', ms: 2.1, sentence: 'The host name was found.' },
    { name: 'connect', status: 'ok', ms: 11.4, sentence: 'Connected.' },
    {
      name: 'tls',
      status: 'ok',
      ms: 24.8,
      sentence: 'The connection is secure, and its certificate is trusted.',
    },
    { name: 'response', status: 'ok', ms: 87.5, sentence: 'The API answered.' },
  ],
  statusCode: 200,
  request,
  response,
  error: null,
  timing,
  testedAt: monday,
}

const flowSummary: FlowSummary = {
  id: flowId,
  name: 'Orders of a customer',
  description: '',
  version: 3,
  published: { number: 1, draftVersion: 3, at: monday, by: 'Maya Chen' },
  stepCount: 3,
  endpoints: [{ id: endpointId, name: 'Billing API' }],
  lastRun: { id: runId, status: 'succeeded', at: tuesday },
  createdAt: monday,
  createdBy: 'Maya Chen',
  updatedAt: monday,
  updatedBy: 'Maya Chen',
}

/** A flow that calls one API. */
export const exampleDefinition = {
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
        key: 'get_orders',
        label: 'Get orders',
        endpointId,
        method: 'GET',
        path: '/customers/{{ input.customerId }}/orders',
      },
    },
    {
      id: 'n2',
      type: 'end',
      position: { x: 520, y: 0 },
      data: { key: 'done', label: 'Done', output: { orders: '{{ steps.get_orders.body }}' } },
    },
  ],
  edges: [
    { id: 'e1', source: 'start', sourceHandle: 'next', target: 'n1' },
    { id: 'e2', source: 'n1', sourceHandle: 'success', target: 'n2' },
  ],
} satisfies FlowDefinition

const flow: Flow = { ...flowSummary, definition: exampleDefinition, problems: [] }

const output = { orders: [{ id: 'ord_1001', total: 4200 }] }

const runSummary: RunSummary = {
  id: runId,
  flowId,
  flowName: 'Orders of a customer',
  stage: 'published',
  publishedNumber: 1,
  draftVersion: 3,
  status: 'succeeded',
  error: null,
  startedBy: { type: 'token', name: 'ci' },
  createdAt: tuesday,
  startedAt: tuesday,
  finishedAt: after(128),
  durationMs: 128,
}

const withoutRequest = {
  request: null,
  response: null,
  error: null,
  timing: null,
  attempts: [],
  endpoint: null,
}

function step(position: number, startedMs: number, finishedMs: number, record: StepRecord): RunStep {
  return { position, status: 'succeeded', startedAt: after(startedMs), finishedAt: after(finishedMs), record }
}

const run: Run = {
  ...runSummary,
  revision: 1,
  cancelRequested: false,
  input: { customerId: 'cus_1' },
  entry: null,
  output,
  steps: [
    step(0, 0, 0, {
      ...{ nodeId: 'start', key: 'start', label: 'Start', type: 'start', output: 'next' },
      ...{ input: { customerId: 'cus_1' }, result: {}, ...withoutRequest },
    }),
    step(1, 0, 127, {
      ...{ nodeId: 'n1', key: 'get_orders', label: 'Get orders', type: 'apiCall', output: 'success' },
      input: {
        method: 'GET',
        path: '/customers/cus_1/orders',
        query: [],
        headers: [{ name: 'X-API-Version', value: '2023-10-16' }],
      },
      request,
      response,
      result: {
        status: 'success',
        statusCode: 200,
        headers: response.headers,
        error: null,
        timing,
        attempts: 1,
      },
      error: null,
      timing,
      attempts: [{ number: 1, startedAt: tuesday, statusCode: 200, error: null, timing, waitMs: null }],
      endpoint: { id: endpointId, name: 'Billing API', version: 2, baseUrl: 'https://api.example.com/v1' },
    }),
    step(2, 127, 128, {
      ...{ nodeId: 'n2', key: 'done', label: 'Done', type: 'end', output: null },
      ...{ input: null, result: output, ...withoutRequest },
    }),
  ],
}

const use: EndpointUse = {
  flowId,
  flowName: 'Orders of a customer',
  stages: ['draft', 'published'],
  steps: [{ nodeId: 'n1', label: 'Get orders' }],
}

const auditPage: AuditLogPage = {
  data: [
    {
      id: '01980000-0000-7000-8000-000000000003',
      at: monday,
      actor: { type: 'user', id: '01980000-0000-7000-8000-000000000004', name: 'Maya Chen' },
      action: 'endpoint.updated',
      objectType: 'endpoint',
      objectId: endpointId,
      objectName: 'Billing API',
      details: { changes: { responseTimeoutSeconds: { from: 60, to: 30 } }, version: 2 },
      requestId: '3b241101-e2bb-4255-8caf-4136c566a962',
      address: '192.0.2.10',
    },
  ],
  nextCursor: null,
}

/** What answers look like, by the name of their schema. All of them tell of the same flow. */
export const answerExamples: Record<string, unknown> = {
  Endpoint: endpoint,
  EndpointPage: { data: [endpoint], nextCursor: null } satisfies EndpointPage,
  EndpointUsage: { data: [use] },
  EndpointTestResult: testResult,
  Flow: flow,
  FlowPage: { data: [flowSummary], nextCursor: null } satisfies FlowPage,
  Run: run,
  RunPage: { data: [runSummary], nextCursor: null } satisfies RunPage,
  AuditPage: auditPage,
}
