import { and, eq } from 'drizzle-orm'
import { withOrg } from '@/db/client'
import { endpoints, type StoredTestResult } from '@/db/schema'
import { type AuditInput, writeAuditEntry } from '@/lib/audit/write-audit-entry'
import { type OrgContext, requireRole } from '@/lib/auth/context'
import { AppError, invalidField, notFound } from '@/lib/errors'
import { judgeOutcome } from '@/lib/executor/judge-outcome'
import { apiCallDataSchema } from '@/lib/flows/schema'
import type { Limits, OutboundRequest, Outcome } from '@/lib/http/types'
import { pathProblem } from '@/lib/http/url-rules'
import { createRedactor } from '@/lib/redact/create-redactor'
import { checkSettings } from './check-settings'
import { loadEndpoint, type ResolvedEndpoint } from './load-endpoint'
import { secretsOf } from './open-secrets'
import { refuseInvalid } from './refuse-invalid'
import type { CreateEndpointInput, EndpointTestResult, TestEndpointInput } from './schema'
import { newSecrets } from './secret-changes'
import { newSettings } from './settings'
import { testSteps } from './test-steps'

const maxBodyBytes = 1024 * 1024
const shownCharacters = 2_000

/**
 * Sends one request through an endpoint, as saved or as filled in. What comes back is masked; the
 * stamp of a saved endpoint is renewed without its becoming a new version.
 * @throws AppError `forbidden`, `rate_limited`, `not_found`, `invalid_input`, or `unprocessable` when a
 *   stored secret can't be opened
 */
export async function testEndpoint(
  ctx: OrgContext,
  input: TestEndpointInput,
  signal?: AbortSignal,
): Promise<EndpointTestResult> {
  // A form holds secrets and an address of somebody's choice: only for those who could save it.
  requireRole(ctx, input.source === 'form' ? 'admin' : 'editor')
  await ctx.rateLimits.take('endpoint_tests', ctx.actor.id ?? ctx.orgId)
  const problem = pathProblem(input.path)
  if (problem) throw invalidField('path', problem)
  const endpoint =
    input.source === 'saved' ? await loadSaved(ctx, input.id) : resolveForm(ctx, input.endpoint)
  const outcome = await send(ctx, endpoint, input, signal)
  const result = describe(outcome, endpoint, input)
  if (input.source === 'saved' && result.error?.code !== 'canceled') await stamp(ctx, endpoint, result)
  return result
}

async function loadSaved(ctx: OrgContext, id: string): Promise<ResolvedEndpoint> {
  const loaded = await loadEndpoint(ctx, id)
  if (loaded.ok) return loaded.endpoint
  throw loaded.code === 'endpoint_deleted' ? notFound() : new AppError('unprocessable', loaded.message)
}

function resolveForm(ctx: OrgContext, input: CreateEndpointInput): ResolvedEndpoint {
  const settings = newSettings(input)
  const { changes, errors } = newSecrets(input, settings)
  // Whether the address is allowed is what the test finds out, not a mistake in the form.
  const merged = { settings, current: settings, secrets: changes, kept: new Map() }
  refuseInvalid([...errors, ...checkSettings(ctx.egress, merged)])
  const { name, baseUrl, connectTimeoutMs, responseTimeoutMs, redirects } = settings
  const secretHeaderNames = settings.defaultHeaders.flatMap((header) =>
    header.secret ? [header.name.toLowerCase()] : [],
  )
  const defaultHeaders = input.defaultHeaders.map((header) => ({
    name: header.name,
    value: header.value.trim(),
  }))
  const secretHeaders = defaultHeaders.filter((header) =>
    secretHeaderNames.includes(header.name.toLowerCase()),
  )
  return {
    id: '',
    name,
    version: 0,
    baseUrl,
    connectTimeoutMs,
    responseTimeoutMs,
    redirects,
    defaultHeaders,
    secretHeaderNames,
    credential: input.authentication,
    secrets: [...secretHeaders.map((header) => header.value), ...secretsOf(input.authentication)],
  }
}

function send(
  ctx: OrgContext,
  endpoint: ResolvedEndpoint,
  { method, path }: TestEndpointInput,
  signal: AbortSignal | undefined,
): Promise<Outcome> {
  const { baseUrl, defaultHeaders, secretHeaderNames, credential, redirects } = endpoint
  const request: OutboundRequest = {
    method,
    baseUrl,
    path,
    query: [],
    defaultHeaders,
    headers: [],
    secretHeaderNames,
    credential,
    body: null,
    redirects,
  }
  const { connectTimeoutMs, responseTimeoutMs } = endpoint
  const limits: Limits = { connectTimeoutMs, responseTimeoutMs, maxBodyBytes }
  return ctx.sender.send(request, limits, { orgId: ctx.orgId, ...(signal ? { signal } : {}) })
}

function describe(
  outcome: Outcome,
  endpoint: ResolvedEndpoint,
  { method, path }: TestEndpointInput,
): EndpointTestResult {
  const call = apiCallDataSchema.parse({ key: 'test', label: 'Test', method, path })
  const { json: mask } = createRedactor(endpoint.secrets)
  const { result, record } = judgeOutcome(outcome, call, mask)
  const { request, response } = record
  return {
    ok: result.error === null,
    // One of its sentences repeats how long the API asks to wait.
    steps: testSteps(outcome, endpoint.baseUrl, result.error).map((step) => ({
      ...step,
      sentence: mask(step.sentence),
    })),
    statusCode: result.statusCode,
    request,
    response: response && {
      ...response,
      body: response.body.slice(0, shownCharacters),
      truncated: response.body.length > shownCharacters,
    },
    error: result.error,
    timing: outcome.timing,
    testedAt: new Date().toISOString(),
  }
}

async function stamp(ctx: OrgContext, endpoint: ResolvedEndpoint, result: EndpointTestResult): Promise<void> {
  const { ok, statusCode, error, testedAt } = result
  const lastTest: StoredTestResult = { ok, statusCode, code: error?.code ?? null, at: testedAt }
  const about = { objectType: 'endpoint', objectId: endpoint.id, objectName: endpoint.name } as const
  const tested: AuditInput = {
    action: 'endpoint.tested',
    ...about,
    details: { ok, statusCode, code: lastTest.code },
  }
  await withOrg(ctx, async (tx) => {
    // Only if it is still what was tested.
    await tx
      .update(endpoints)
      .set({ lastTest })
      .where(
        and(
          eq(endpoints.organizationId, ctx.orgId),
          eq(endpoints.id, endpoint.id),
          eq(endpoints.version, endpoint.version),
        ),
      )
    await writeAuditEntry(tx, ctx, tested)
    if (lastTest.code === 'blocked') await writeAuditEntry(tx, ctx, { action: 'egress.blocked', ...about })
  })
}
