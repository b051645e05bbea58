import type { OrgContext } from '@/lib/auth/context'
import { invalidField } from '@/lib/errors'
import { Stop } from '@/lib/http/stop'
import { parseInput } from '@/lib/parse-input'
import type { Run } from '@/lib/runs/schema'
import { type CalledRun, callFlow, idempotencyOf, queueRun } from '@/lib/runs/start-run'
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
  /**
   * Calls back when the caller has left, at once when that was before.
   * @returns a function that takes it back
   */
  onLeft: (tell: () => void) => () => void
}

const noQuery = runQuerySchema.parse({})

/**
 * Runs a flow and answers with the run as it ended; with `Prefer`, at once or after a while with 202 and
 * where to find it. So it does for a run that outlives this process.
 * @throws AppError
 */
export async function runFlow(ctx: OrgContext, request: RunRequest): Promise<JsonAnswer> {
  const { version: stage } = request.query ? parseInput(runQuerySchema, request.query) : noQuery
  const { input, entry } = parseInput(runBodySchema, await request.readBody())
  const preference = parsePrefer(request.prefer)
  const { flowId } = request
  const key = request.idempotencyKey
  const meant = { flowId, stage, input, entry }
  const idempotency = key === undefined ? null : idempotencyOf(checkedKey(key), meant)
  const asked = { ...meant, idempotency }

  if (preference.waitSeconds === 0) return accepted(await queueRun(ctx, asked), preference)
  const called = await callFlow(ctx, asked)
  const run = await within(preference.waitSeconds, called, request)
  return run ? answer(run, 200, applied(preference)) : accepted(await called.soFar(), preference)
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

/**
 * Waits for the end of a run. Where others bring it to its end, it is followed only while somebody waits;
 * most end in this process, and those ask nothing of the connection.
 * @param seconds `null` for as long as it takes, or as this process lives, or the caller stays
 */
function within(
  seconds: number | null,
  { finished }: CalledRun,
  { onLeft }: RunRequest,
): Promise<Run | null> {
  return new Promise((resolve, reject) => {
    const over = new Stop()
    let stayed = () => {}
    const stopWaiting = () => {
      clearTimeout(timer)
      takeBack()
      stayed()
    }
    const giveUp = () => {
      stopWaiting()
      over.abort('nobody waits')
      resolve(null)
    }
    const timer = seconds === null ? undefined : setTimeout(giveUp, seconds * 1_000)
    const takeBack = onLate(giveUp)
    const follow = () => {
      if (!over.aborted) stayed = onLeft(giveUp)
      return over
    }
    void finished(follow).then(resolve, reject).then(stopWaiting)
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
