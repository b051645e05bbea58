import type { OrgContext } from '@/lib/auth/context'
import { invalidField } from '@/lib/errors'
import { parseInput } from '@/lib/parse-input'
import type { Run } from '@/lib/runs/schema'
import { callFlow, idempotencyOf, queueRun } from '@/lib/runs/start-run'
import { runJson } from '@/lib/runs/storable-json'
import { onLate } from '@/lib/shutdown'
import { runBodySchema, runQuerySchema } from './start-run-route'
import type { JsonAnswer } from './text-response'

/** What a caller of `POST /flows/{id}/runs` says, however it arrived. */
export type RunRequest = {
  flowId: string
  /** Null when there is none. */
  query: Record<string, string> | null
  /** The headers of these names. */
  prefer: string | undefined
  idempotencyKey: string | undefined
  readBody: () => Promise<unknown>
}

const noQuery = runQuerySchema.parse({})

/**
 * Runs a flow and answers with the run as it ended; with `Prefer`, at once or after a while with 202 and
 * where to find it. So it does for a run that outlives this process.
 * @throws AppError
 */
export async function runFlow(ctx: OrgContext, request: RunRequest): Promise<JsonAnswer> {
  const { version: stage } = request.query ? parseInput(runQuerySchema, request.query) : noQuery
  const { input } = parseInput(runBodySchema, await request.readBody())
  const preference = parsePrefer(request.prefer)
  const { flowId } = request
  const key = request.idempotencyKey
  const idempotency = key === undefined ? null : idempotencyOf(checkedKey(key), { flowId, stage, input })
  const asked = { flowId, stage, input, idempotency }

  if (preference.waitSeconds === 0) return accepted(await queueRun(ctx, asked), preference)
  const { finished, soFar } = await callFlow(ctx, asked)
  const run = await within(preference.waitSeconds, finished)
  return run ? answer(run, 200, applied(preference)) : accepted(await soFar(), preference)
}

type Preference = { name: string; waitSeconds: number | null }

const noPreference: Preference = { name: '', waitSeconds: null }

/**
 * RFC 7240: `respond-async` (section 4.1) asks for an answer before the end, `wait` (section 4.3) says how
 * long the caller is willing to wait for one. What can't be read is not a preference (section 2).
 */
function parsePrefer(header: string | undefined): Preference {
  if (header === undefined) return noPreference
  const preferences = header.split(',').map((each) => each.split(';')[0]?.trim().toLowerCase() ?? '')
  const [, seconds] =
    /^wait\s*=\s*"?(\d{1,6})"?$/.exec(preferences.find((each) => /^wait\b/.test(each)) ?? '') ?? []
  if (seconds !== undefined) return { name: `wait=${seconds}`, waitSeconds: Number(seconds) }
  return preferences.includes('respond-async') ? { name: 'respond-async', waitSeconds: 0 } : noPreference
}

/** @throws AppError `invalid_input` */
function checkedKey(key: string): string {
  if (/^[\x21-\x7e]{1,255}$/.test(key)) return key
  throw invalidField('Idempotency-Key', 'A key has 1 to 255 visible ASCII characters, without spaces.')
}

/** @param seconds `null` for as long as it takes, or as this process lives */
function within(seconds: number | null, finished: Promise<Run>): Promise<Run | null> {
  return new Promise((resolve, reject) => {
    const stopWaiting = () => {
      clearTimeout(timer)
      takeBack()
    }
    const giveUp = () => {
      stopWaiting()
      resolve(null)
    }
    const timer = seconds === null ? undefined : setTimeout(giveUp, seconds * 1_000)
    const takeBack = onLate(giveUp)
    void finished.then(resolve, reject).then(stopWaiting)
  })
}

function applied({ name }: Preference): Record<string, string> {
  return name === '' ? {} : { 'preference-applied': name }
}

function accepted(run: Run, preference: Preference): JsonAnswer {
  return answer(run, 202, { location: `/api/v1/runs/${run.id}`, ...applied(preference) })
}

function answer(run: Run, status: 200 | 202, headers: Record<string, string>): JsonAnswer {
  return { status, headers, json: runJson(run) }
}
