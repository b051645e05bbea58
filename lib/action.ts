import 'server-only'
import { headers } from 'next/headers'
import { unstable_rethrow } from 'next/navigation'
import { z } from 'zod'
import type { ActionResult } from '@/lib/action-result'
import { recordingRefusals } from '@/lib/audit/record-refusal'
import type { OrgContext } from '@/lib/auth/context'
import { getOrgContext } from '@/lib/auth/get-org-context'
import { requireOwnOrigin } from '@/lib/auth/own-origin'
import { env } from '@/lib/env'
import { toErrorBody } from '@/lib/error-body'
import { parseInput } from '@/lib/parse-input'
import { type RequestMeta, requestMeta } from '@/lib/request-meta'

// Every export of a 'use server' file is a public POST, whose arguments may be anything. So each is made
// here: origin, session, membership and input are checked before a verb sees them.

/** An action inside an organization, for a member of it. */
export function orgAction<Schema extends z.ZodType, Result>(
  schema: Schema,
  verb: (ctx: OrgContext, input: z.output<Schema>) => Promise<Result>,
) {
  return async (organization: string, input: z.input<Schema>): Promise<ActionResult<Result>> =>
    answer(async () => {
      const ctx = await getOrgContext(parseInput(z.string(), organization))
      return recordingRefusals(ctx, verb.name, () => verb(ctx, parseInput(schema, input)))
    })
}

/** An action for whoever calls, signed in or not. */
export function publicAction<Schema extends z.ZodType, Result>(
  schema: Schema,
  verb: (meta: RequestMeta, input: z.output<Schema>) => Promise<Result>,
) {
  return async (input: z.input<Schema>): Promise<ActionResult<Result>> =>
    answer((meta) => verb(meta, parseInput(schema, input)))
}

async function answer<Result>(work: (meta: RequestMeta) => Promise<Result>): Promise<ActionResult<Result>> {
  const given = await headers()
  const meta = requestMeta(given)
  try {
    requireOwnOrigin(given, env().appUrl)
    return { ok: true, data: await work(meta) }
  } catch (error) {
    unstable_rethrow(error) // redirect() and notFound() are exceptions of Next
    return { ok: false, error: toErrorBody(error, meta.requestId) }
  }
}
