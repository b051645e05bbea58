import 'server-only'
import { unstable_rethrow } from 'next/navigation'
import { recordingRefusals } from '@/lib/audit/record-refusal'
import type { OrgContext } from '@/lib/auth/context'
import { getOrgContext } from '@/lib/auth/get-org-context'
import { requireOwnOrigin } from '@/lib/auth/own-origin'
import { env } from '@/lib/env'
import { errorStatus, toErrorBody } from '@/lib/error-body'
import { notFound } from '@/lib/errors'
import { json, retryAfter } from '@/lib/json-response'
import { requestMeta } from '@/lib/request-meta'

export type OrgRequest = { request: Request; params: Record<string, string>; url: URL }

/**
 * A route handler for members of the organization in its path. What `handle` returns goes out as JSON,
 * or as it is when it is a Response; what it throws goes out as an `ErrorBody` with its status.
 */
export function orgRoute(handle: (ctx: OrgContext, asked: OrgRequest) => Promise<unknown>) {
  return async (
    request: Request,
    { params }: { params: Promise<Record<string, string>> },
  ): Promise<Response> => {
    const { requestId } = requestMeta(request.headers)
    try {
      if (request.method !== 'GET' && request.method !== 'HEAD') {
        requireOwnOrigin(request.headers, env().appUrl)
      }
      const { organization, ...rest } = await params
      if (!organization) throw notFound()
      const ctx = await getOrgContext(organization)
      const url = new URL(request.url)
      const what = `${request.method} ${url.pathname}`
      const result = await recordingRefusals(ctx, what, () => handle(ctx, { request, params: rest, url }))
      return result instanceof Response ? result : json(result)
    } catch (error) {
      unstable_rethrow(error)
      const body = toErrorBody(error, requestId)
      return json(body, errorStatus[body.code], retryAfter(body.retryAfterSeconds))
    }
  }
}
